package io.tiltmeter.results.curve;

import io.tiltmeter.results.curve.Verdict.Evidence;
import io.tiltmeter.results.curve.Verdict.Moment;
import io.tiltmeter.results.curve.Verdict.StandardTrend;
import io.tiltmeter.results.curve.Verdict.State;
import java.util.Locale;
import java.util.Optional;

/** Says a verdict in one sentence that a reader can check against the curve. */
final class VerdictSentence {
    private VerdictSentence() {}

    static String of(State state, int checkpoints, Optional<Evidence> evidence) {
        if (evidence.isEmpty()) {
            return checkpoints == 0
                    ? "Inconclusive: no checkpoint is scored on every suite yet."
                    : "Inconclusive: only one checkpoint is scored on every suite yet.";
        }
        Evidence found = evidence.get();
        return switch (state) {
            case INVERSION -> "Inversion: " + path(found) + drop(found) + ", while " + standard(found) + ".";
            case NO_INVERSION -> "No inversion: " + path(found) + drop(found) + ", and " + standard(found) + ".";
            case INCONCLUSIVE ->
                "Inconclusive: " + path(found) + drop(found) + "; " + whyOpen(found, checkpoints) + ".";
        };
    }

    private static String path(Evidence found) {
        Moment start = found.start();
        Moment peak = found.peak();
        Moment end = found.end();
        String rise = found.riseShown() ? "rose from " : "went from ";
        if (peak.step() == end.step()) {
            return "counterfactual accuracy " + rise + accuracyAt(start) + " to its highest, " + accuracyAt(end);
        }
        String fall = found.dropShown() ? " and then fell to " : " and was ";
        if (peak.step() == start.step()) {
            return "counterfactual accuracy started at its peak, " + accuracyAt(start) + "," + fall + accuracyAt(end);
        }
        return "counterfactual accuracy " + rise + accuracyAt(start) + " to " + accuracyAt(peak) + fall
                + accuracyAt(end);
    }

    private static String drop(Evidence found) {
        if (found.peak().step() == found.end().step()) {
            return "";
        }
        Estimate drop = found.drop().decrease();
        return String.format(
                Locale.ROOT,
                ", a drop of %.1f points (95 %% interval %.1f to %.1f, %s)",
                100 * drop.value(),
                100 * drop.low(),
                100 * drop.high(),
                p(found.correctedP()));
    }

    private static String p(double corrected) {
        return corrected < 0.001 ? "corrected p < 0.001" : String.format(Locale.ROOT, "corrected p = %.3f", corrected);
    }

    private static String standard(Evidence found) {
        if (found.standard() == StandardTrend.UNKNOWN) {
            return "there is no standard suite to compare with";
        }
        return String.format(
                Locale.ROOT,
                "the mean of the standard suites went from %s to %s",
                percent(found.start().standardMean().orElseThrow()),
                percent(found.end().standardMean().orElseThrow()));
    }

    private static String whyOpen(Evidence found, int checkpoints) {
        if (checkpoints < VerdictRule.FEWEST_CHECKPOINTS) {
            return "a verdict needs " + VerdictRule.FEWEST_CHECKPOINTS + " complete checkpoints and has " + checkpoints;
        }
        if (!found.dropShown()) {
            return "the data show neither a drop beyond chance nor its absence";
        }
        return found.standard() == StandardTrend.FELL
                ? standard(found) + ", so the model forgot more than its reading of the context"
                : "without a standard suite an inversion cannot be told from forgetting";
    }

    private static String accuracyAt(Moment moment) {
        return percent(moment.counterfactual().value()) + " at step " + moment.step();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
