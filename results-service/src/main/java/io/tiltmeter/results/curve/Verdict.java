package io.tiltmeter.results.curve;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a run shows context-parametric inversion, and the numbers that say so.
 *
 * @param state the answer
 * @param sentence the answer in one plain sentence with its numbers
 * @param evidence the numbers; empty while fewer than two checkpoints are complete
 * @param ruleVersion the version of {@link VerdictRule} that judged
 */
public record Verdict(State state, String sentence, Optional<Evidence> evidence, int ruleVersion) {
    /** The possible answers. */
    public enum State {
        /** Context reliance fell from its peak, beyond chance, while the standard suites did not fall. */
        INVERSION,
        /** It did not fall by an amount that counts, and a large fall is excluded. */
        NO_INVERSION,
        /** The data at hand show neither. */
        INCONCLUSIVE
    }

    /**
     * One checkpoint's place in the story.
     *
     * @param step optimizer steps taken
     * @param counterfactual counterfactual accuracy
     * @param parametric parametric accuracy
     * @param standardMean unweighted mean of the standard suites; empty if the run has none
     */
    public record Moment(int step, Estimate counterfactual, Estimate parametric, OptionalDouble standardMean) {}

    /**
     * What the rule looked at.
     *
     * @param start the first complete checkpoint, the model before finetuning where it was scored
     * @param peak the complete checkpoint of highest counterfactual accuracy, the earliest of equals. It is chosen
     *     after seeing the data, so its accuracy, the rise and the drop are biased up
     * @param end the last complete checkpoint
     * @param rise peak less start, paired by item; its tests are not corrected for the choice of the peak
     * @param drop peak less end, paired by item
     * @param candidatePeaks complete checkpoints that could have been the peak of a drop: all but the end
     * @param correctedP the larger of the two p-values of {@code drop}, times {@code candidatePeaks} (Bonferroni), at
     *     most 1
     * @param standard how the standard mean went meanwhile
     */
    public record Evidence(
            Moment start,
            Moment peak,
            Moment end,
            PairedChange rise,
            PairedChange drop,
            int candidatePeaks,
            double correctedP,
            StandardTrend standard) {
        /** Whether the drop counts and is beyond chance, by every one of the rule's three measures. */
        public boolean dropShown() {
            return drop.decrease().value() >= VerdictRule.SMALLEST_DROP
                    && drop.decrease().low() > 0
                    && correctedP < VerdictRule.SIGNIFICANCE;
        }

        /** Whether the rise from the start to the peak is beyond its own interval. */
        public boolean riseShown() {
            return rise.decrease().low() > 0;
        }
    }

    /** How the standard mean went from the start over the peak to the end. */
    public enum StandardTrend {
        /** At the end it is as high as at the start and at the peak, within the tolerance. */
        HELD,
        /** It ended lower: the model forgot more than its reading of the context. */
        FELL,
        /** The run has no standard suite, so an inversion cannot be told from forgetting. */
        UNKNOWN
    }
}
