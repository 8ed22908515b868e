package io.tiltmeter.trainer.study;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyCriterion.Measure;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a schema cannot say of a study's criteria: that they name its conditions, and one bound each. */
public final class StudyCriteria {
    private StudyCriteria() {}

    /** Every fault of the criteria of a design, at its place. */
    public static List<Fault> faults(StudyDesign design) {
        List<String> names = design.conditions().stream().map(Condition::name).toList();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < design.criteria().size(); i++) {
            StudyCriterion criterion = design.criteria().get(i);
            String place = "criteria[" + i + "].";
            known(place + "condition", criterion.condition(), names, faults);
            criterion.minus().ifPresent(minus -> known(place + "minus", minus, names, faults));
            if (criterion.above().isPresent() == criterion.below().isPresent()) {
                faults.add(new Fault(
                        place + "above",
                        criterion.above().map(Object::toString).orElse(""),
                        "exactly one of above and below",
                        "send the one number that the quantity must be above or below"));
            }
            if (criterion.measure().isOfProbe() != criterion.probe().isPresent()) {
                faults.add(new Fault(
                        place + "probe",
                        criterion.probe().orElse(""),
                        "a probe and its value with the measures probe_at_start, probe_at_end, probe_rise and probe_drop alone",
                        "send a probe with one of these measures, such as attention/mean, or neither"));
            }
            if (criterion.measure() == Measure.COUNTERFACTUAL_AT_EQUAL_STANDARD_MEAN
                    && !criterion.minus().equals(Optional.of(names.get(0)))) {
                faults.add(new Fault(
                        place + "minus",
                        criterion.minus().orElse(""),
                        "the first condition, " + names.get(0)
                                + ": accuracies at equal standard mean are those of two runs",
                        "send " + names.get(0) + ", or another measure"));
            }
        }
        return faults;
    }

    /**
     * Criteria about a probe that the runs of their conditions do not measure, in a design in which {@link #faults} finds none.
     *
     * @param probes the names of those that the runs of a condition measure
     */
    public static List<Fault> probeFaults(StudyDesign design, Function<Condition, Set<String>> probes) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < design.criteria().size(); i++) {
            StudyCriterion criterion = design.criteria().get(i);
            if (criterion.probe().isEmpty()) {
                continue;
            }
            String probe = criterion.probe().get();
            String name = probe.substring(0, probe.indexOf('/'));
            for (Condition condition : design.conditions()) {
                boolean isMeant = condition.name().equals(criterion.condition())
                        || criterion.minus().equals(Optional.of(condition.name()));
                if (isMeant && !probes.apply(condition).contains(name)) {
                    faults.add(new Fault(
                            "criteria[" + i + "].probe",
                            probe,
                            "a probe that the runs of condition " + condition.name() + " measure",
                            "add \"" + name + "\" to evaluation.probes of these runs, or leave the criterion out"));
                }
            }
        }
        return faults;
    }

    private static void known(String place, String name, List<String> names, List<Fault> faults) {
        if (!names.contains(name)) {
            faults.add(new Fault(
                    place, name, "the name of a condition of this study", "send one of " + String.join(", ", names)));
        }
    }
}
