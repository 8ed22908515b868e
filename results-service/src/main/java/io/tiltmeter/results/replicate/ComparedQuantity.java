package io.tiltmeter.results.replicate;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What of a condition and of the reference is subtracted, in words. */
public enum ComparedQuantity {
    DROP("counterfactual accuracy dropped by", "less", "more", "a smaller drop is shown", "a larger drop is shown"),
    ACCURACY_AT_THE_END(
            "counterfactual accuracy at the end was",
            "lower",
            "higher",
            "a lower accuracy at the end is shown",
            "a higher accuracy at the end is shown"),
    ACCURACY_AT_EQUAL_STANDARD_MEAN(
            "counterfactual accuracy at equal standard mean was",
            "lower",
            "higher",
            "a lower accuracy at equal standard mean is shown",
            "a higher accuracy at equal standard mean is shown");

    private static final double LEVEL = 0.05;

    private final String verb;
    private final String below;
    private final String above;
    private final String claimBelow;
    private final String claimAbove;

    ComparedQuantity(String verb, String below, String above, String claimBelow, String claimAbove) {
        this.verb = verb;
        this.below = below;
        this.above = above;
        this.claimBelow = claimBelow;
        this.claimAbove = claimAbove;
    }

    /**
     * What the seeds show, in one sentence.
     *
     * @param holmP p corrected for all of the family; empty without an interval
     * @param family what it is corrected for: conditions or effects
     */
    public String sentence(
            ConditionDifference difference, String reference, String condition, OptionalDouble holmP, String family) {
        int seeds = difference.seeds().size();
        String begin = String.format(
                Locale.ROOT,
                "Over %d %s %s %.1f points %s under %s than under %s",
                seeds,
                seeds == 1 ? "seed" : "seeds",
                verb,
                100 * Math.abs(difference.value()),
                difference.value() < 0 ? below : above,
                condition,
                reference);
        Optional<ConditionDifference.Interval> interval = difference.interval();
        if (interval.isEmpty() || holmP.isEmpty()) {
            return begin + "; one seed shows nothing about others.";
        }
        return String.format(
                Locale.ROOT,
                "%s (95 %% interval of the difference %.1f to %.1f points, over seeds and questions; p %.2g, %.2g corrected"
                        + " for all %s), so %s.",
                begin,
                100 * interval.get().low(),
                100 * interval.get().high(),
                interval.get().p(),
                holmP.getAsDouble(),
                family,
                claim(difference.value(), holmP.getAsDouble()));
    }

    private String claim(double value, double holmP) {
        if (holmP >= LEVEL) {
            return "these seeds show no difference";
        }
        return value < 0 ? claimBelow : claimAbove;
    }
}
