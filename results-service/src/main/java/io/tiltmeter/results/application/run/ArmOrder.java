package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arms in the order of a plan, then others by name, {@code 5-shot} before {@code 25-shot}. */
public final class ArmOrder implements Comparator<String> {
    private static final Pattern NUMBER_FIRST = Pattern.compile("(\\d{1,9})(.*)");

    private final List<String> planned;

    public ArmOrder(EvaluationPlan plan) {
        this.planned = plan.arms().stream().map(Arm::name).toList();
    }

    /** The arm that is shown by default. */
    public String main() {
        return planned.get(0);
    }

    /** The plan's arms, the main one first. */
    public List<String> planned() {
        return planned;
    }

    @Override
    public int compare(String one, String other) {
        int byPlan = Integer.compare(index(one), index(other));
        int byNumber = byPlan != 0 ? byPlan : Long.compare(number(one), number(other));
        return byNumber != 0 ? byNumber : one.compareTo(other);
    }

    private int index(String arm) {
        int index = planned.indexOf(arm);
        return index < 0 ? planned.size() : index;
    }

    private static long number(String arm) {
        Matcher matcher = NUMBER_FIRST.matcher(arm);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
    }
}
