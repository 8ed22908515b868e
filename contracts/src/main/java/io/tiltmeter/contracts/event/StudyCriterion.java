package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What a study must show, written down before it is run: a quantity of every run of a condition, over its seeds above or below a
 * number. It cannot be changed once the study is accepted.
 *
 * @param statement what it means, in a sentence
 * @param condition the condition whose runs are measured
 * @param minus the condition whose runs of the same seeds are subtracted; empty if none is
 * @param measure the quantity
 * @param probe name of a probe and of one of its values, such as {@code attention/mean}; there if the measure is one of a probe
 * @param suite name of the knowledge-conflict suite; empty for the run's first
 * @param arm how the suite is prompted; empty for the run's main arm
 * @param above what the quantity must be above; exactly one of this and {@code below}
 * @param below what it must be below
 */
public record StudyCriterion(
        String statement,
        String condition,
        Optional<String> minus,
        Measure measure,
        Optional<String> probe,
        Optional<String> suite,
        Optional<String> arm,
        Optional<Double> above,
        Optional<Double> below) {
    public StudyCriterion {
        minus = minus == null ? Optional.empty() : minus;
        probe = probe == null ? Optional.empty() : probe;
        suite = suite == null ? Optional.empty() : suite;
        arm = arm == null ? Optional.empty() : arm;
        above = above == null ? Optional.empty() : above;
        below = below == null ? Optional.empty() : below;
    }

    /**
     * A quantity of one run: a share in [-1, 1], or in the unit of the probe's value. Start is the model before finetuning, peak and end are windows of the run as its
     * verdict has them: the end is the last, the peak the highest counterfactual accuracy before it.
     */
    public enum Measure {
        /** Counterfactual accuracy at the peak less that at the end. */
        @JsonProperty("drop")
        DROP,
        /** Counterfactual accuracy at the peak less that at the start. */
        @JsonProperty("rise")
        RISE,
        @JsonProperty("counterfactual_at_end")
        COUNTERFACTUAL_AT_END,
        /** Parametric accuracy at the end less that at the peak of counterfactual accuracy. */
        @JsonProperty("parametric_rise")
        PARAMETRIC_RISE,
        /** Parametric accuracy at the start less that at the peak of counterfactual accuracy. */
        @JsonProperty("parametric_dip")
        PARAMETRIC_DIP,
        /** Standard mean at the end less that at the peak of counterfactual accuracy. */
        @JsonProperty("standard_change")
        STANDARD_CHANGE,
        @JsonProperty("standard_mean_at_end")
        STANDARD_MEAN_AT_END,
        /** The last step of the peak's window over the last step of the run. */
        @JsonProperty("peak_position")
        PEAK_POSITION,
        /**
         * Counterfactual accuracy at the peak less that of the first checkpoint behind it from which on the standard mean stays within
         * 2 points of that at the end: what is lost before the standard mean converges.
         */
        @JsonProperty("drop_before_convergence")
        DROP_BEFORE_CONVERGENCE,
        /** Counterfactual accuracy where both conditions have the same standard mean; {@code minus} is the study's first condition. */
        @JsonProperty("counterfactual_at_equal_standard_mean")
        COUNTERFACTUAL_AT_EQUAL_STANDARD_MEAN,
        /** A probe's value before finetuning. */
        @JsonProperty("probe_at_start")
        PROBE_AT_START,
        /** A probe's value at the end. */
        @JsonProperty("probe_at_end")
        PROBE_AT_END,
        /** A probe's value at the peak of counterfactual accuracy less that at the start. */
        @JsonProperty("probe_rise")
        PROBE_RISE,
        /** A probe's value at the peak of counterfactual accuracy less that at the end. */
        @JsonProperty("probe_drop")
        PROBE_DROP;

        /** Whether it is a quantity of a probe's value. */
        public boolean isOfProbe() {
            return switch (this) {
                case PROBE_AT_START, PROBE_AT_END, PROBE_RISE, PROBE_DROP -> true;
                default -> false;
            };
        }
    }
}
