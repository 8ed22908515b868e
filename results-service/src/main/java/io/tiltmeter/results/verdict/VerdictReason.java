package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.Moment;
import io.tiltmeter.results.verdict.Verdict.StandardTrend;
import java.util.List;
import java.util.Locale;

/** Says why in one sentence that a reader can check against the curve; the full stop is the caller's. */
final class VerdictReason {
    private static final double HUNDRED = 100;

    private VerdictReason() {}

    static String tooFew(int checkpoints) {
        return switch (checkpoints) {
            case 0 -> "No checkpoint is scored on every suite yet";
            case 1 -> "Only one checkpoint is scored on every suite yet";
            default ->
                "A verdict needs " + VerdictRule.MIN_CHECKPOINTS + " complete checkpoints and has " + checkpoints;
        };
    }

    static String mixed(List<String> mixed) {
        return "The points of the curve are not of one kind, they mix " + String.join(" and ", mixed)
                + ", so a change may be none of the model";
    }

    static String inversion(Evidence found, boolean paired, CourseProbabilities probabilities) {
        return path(found, "fell to") + drop(found, paired) + ", while " + standard(found, found.end())
                + probability(probabilities.inversion());
    }

    static String recovered(Evidence found, boolean paired, CourseProbabilities probabilities) {
        return "Counterfactual accuracy fell from " + at(found.peak()) + " to " + at(found.trough()) + ", by "
                + measured(found.fall(), paired) + ", then rose to " + at(found.end()) + ", by "
                + measured(found.recovery(), paired) + ", while " + standard(found, found.trough())
                + probability(probabilities.recovered());
    }

    static String noInversion(Evidence found, boolean paired, CourseProbabilities probabilities) {
        String large = String.format(Locale.ROOT, "%.0f", HUNDRED * VerdictRule.LARGE_DROP);
        return path(found, "was") + drop(found, paired) + ", and a drop of " + large + " points is excluded"
                + probability(probabilities.neverFell());
    }

    static String likelyNone(Evidence found, boolean paired, CourseProbabilities probabilities) {
        return path(found, "was") + drop(found, paired) + probability(probabilities.neverFell());
    }

    /** All three, for a verdict that is open. */
    static String probabilities(CourseProbabilities probabilities) {
        return String.format(
                Locale.ROOT,
                "the probability of an inversion is %.2f, of a fall with a recovery %.2f, of neither %.2f",
                probabilities.inversion(),
                probabilities.recovered(),
                probabilities.neverFell());
    }

    private static String probability(double probability) {
        return String.format(Locale.ROOT, "; its probability is %.2f", probability);
    }

    static String floor(Evidence found) {
        return "Counterfactual accuracy is at most " + at(found.peak()) + ": a curve so near zero cannot fall by "
                + String.format(Locale.ROOT, "%.0f", HUNDRED * VerdictRule.LARGE_DROP)
                + " points, so that it did not fall says nothing of the model's reading of its context";
    }

    static String valley(Evidence found, boolean paired) {
        return "Counterfactual accuracy ended at " + at(found.end()) + ", no clear drop, and went there from "
                + at(found.peak()) + " by " + at(found.trough()) + ", a fall of " + measured(found.fall(), paired)
                + "; a fall and a recovery are neither beyond chance nor excluded";
    }

    static String open(Evidence found, boolean paired) {
        TestedChange drop = found.drop();
        String fell = drop.isShown(VerdictRule.SIGNIFICANCE) ? "fell to" : "was";
        return path(found, fell) + drop(found, paired) + "; " + whyOpen(found);
    }

    private static String whyOpen(Evidence found) {
        TestedChange drop = found.drop();
        if (drop.isShown(VerdictRule.SIGNIFICANCE)) {
            return found.standard() == StandardTrend.FELL
                    ? standard(found, found.end()) + ", so the model forgot more than its reading of the context"
                    : "there is no standard suite, and answers from memory did not take the place of those from the"
                            + " context, so an inversion cannot be told from forgetting";
        }
        if (drop.change().decrease().value() >= VerdictRule.MIN_DROP && !drop.isSteady()) {
            return "a single checkpoint carries more than half of that";
        }
        String noise = points(found.noise().deviation());
        return "with a checkpoint noise of ±"
                + noise
                + " points"
                + (found.noise().measured()
                        ? ""
                        : ", the usual value since there are too few checkpoints to measure it,")
                + " that shows neither a drop beyond chance nor its absence";
    }

    private static String path(Evidence found, String fell) {
        Moment start = found.start();
        Moment peak = found.peak();
        if (peak.steps().get(0) == start.step()) {
            return "Counterfactual accuracy started at its peak, " + at(peak) + ", and then " + fell + " "
                    + at(found.end());
        }
        return "Counterfactual accuracy " + (found.riseShown() ? "rose" : "went") + " from " + at(start) + " to "
                + at(peak) + " and then " + fell + " " + at(found.end());
    }

    private static String drop(Evidence found, boolean paired) {
        return found.drop().change().decrease().value() <= 0
                ? ", no lower than any window before"
                : ", a drop of " + measured(found.drop(), paired);
    }

    private static String measured(TestedChange tested, boolean paired) {
        Estimate decrease = tested.change().decrease();
        return points(decrease.value()) + " points (95 % interval " + points(decrease.low()) + " to "
                + points(decrease.high()) + (paired ? "" : ", unpaired since no items are known") + ", "
                + p(tested.curveP()) + ")";
    }

    private static String p(double p) {
        return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
    }

    private static String standard(Evidence found, Moment later) {
        if (found.standard() == StandardTrend.UNKNOWN) {
            return found.memoryRose()
                    ? "answers from memory rose from "
                            + percent(found.peak().parametric().orElseThrow())
                            + " to "
                            + percent(later.parametric().orElseThrow())
                    : "there is no standard suite to compare with";
        }
        return "the mean of the standard suites went from "
                + percent(found.peak().standardMean().orElseThrow())
                + " to "
                + percent(later.standardMean().orElseThrow());
    }

    private static String at(Moment moment) {
        List<Integer> steps = moment.steps();
        String where = steps.size() == 1
                ? " at step " + moment.step()
                : " over steps " + steps.get(0) + " to " + steps.get(steps.size() - 1);
        return percent(moment.counterfactual()) + where;
    }

    private static String percent(double share) {
        return points(share) + " %";
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", HUNDRED * share);
    }
}
