package io.tiltmeter.results.verdict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a run shows context-parametric inversion, and the numbers that say so.
 *
 * @param state the answer
 * @param strength how sure it is; empty if it is inconclusive
 * @param probabilities of the courses that the curve may have taken; empty where nothing can be compared
 * @param reason why, in one plain sentence with its numbers
 * @param test what the drop was held against
 * @param evidence the numbers; empty while fewer than two checkpoints are complete, or fewer than two clusters are common to
 *     all windows
 * @param ruleVersion the version of {@link VerdictRule} that judged
 */
public record Verdict(
        State state,
        Optional<Strength> strength,
        Optional<CourseProbabilities> probabilities,
        String reason,
        String test,
        Optional<Evidence> evidence,
        int ruleVersion) {
    /** How sure a verdict is. */
    public enum Strength {
        /** Beyond chance, with errors in at most one of twenty curves. */
        SHOWN,
        /** Not beyond chance, but of a probability of at least {@link VerdictRule#LIKELY}. */
        LIKELY
    }

    public enum State {
        /** Context reliance fell from its peak, beyond chance, while the standard suites did not fall. */
        INVERSION("Inversion"),
        /** It fell so and came back by the end. */
        RECOVERED("Recovered"),
        /** It did not fall by an amount that counts, and a large fall is excluded. */
        NO_INVERSION("No inversion"),
        /** The data at hand show none of these. */
        INCONCLUSIVE("Inconclusive");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** As a sentence begins. */
        public String words() {
            return words;
        }
    }

    /** The answer and its reason in one sentence. */
    public String sentence() {
        String likely = strength.filter(Strength.LIKELY::equals).isPresent()
                ? "Likely " + Character.toLowerCase(state.words().charAt(0))
                        + state.words().substring(1)
                : state.words();
        return likely + ": " + Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }

    /**
     * A window's role in the curve.
     *
     * @param step of the checkpoint that it is named by: the highest of the peak, the lowest of the trough, the first of
     *     the run, the last of the end
     * @param steps of all its checkpoints, ascending
     * @param counterfactual mean of their counterfactual accuracies
     * @param parametric likewise; empty where none is known
     * @param standardMean likewise, of the mean of the standard suites; empty if the run has none there
     */
    public record Moment(
            int step,
            List<Integer> steps,
            double counterfactual,
            OptionalDouble parametric,
            OptionalDouble standardMean) {
        public Moment {
            steps = List.copyOf(steps);
        }
    }

    /**
     * What the rule looked at.
     *
     * @param start the first complete checkpoint alone, the model before finetuning where it was scored
     * @param peak the window of highest counterfactual accuracy before the end, the earliest of equals; in a curve that
     *     recovered, the one before its largest fall. It is chosen after seeing the data, so it and the drop are biased up
     * @param trough the lowest window after the peak; it may be the end
     * @param end the last window
     * @param rise peak less start; not corrected for the choice of the peak
     * @param drop peak less end
     * @param fall peak less trough
     * @param recovery end less trough
     * @param noise how far single checkpoints stray
     * @param standard how the standard mean went meanwhile: from start and peak to the end, or, in a curve that
     *     recovered, to the trough
     * @param memoryRose whether parametric accuracy rose meanwhile, beyond the choice of items
     */
    public record Evidence(
            Moment start,
            Moment peak,
            Moment trough,
            Moment end,
            Change rise,
            TestedChange drop,
            TestedChange fall,
            TestedChange recovery,
            CheckpointNoise noise,
            StandardTrend standard,
            boolean memoryRose) {
        /** Whether the rise from the start to the peak is beyond its own interval. */
        public boolean riseShown() {
            return rise.decrease().low() > 0;
        }

        /**
         * Whether forgetting is excluded: the standard suites held, or, where there are none, answers from memory took
         * the place of those from the context.
         */
        public boolean isNoForgetting() {
            return standard == StandardTrend.HELD || standard == StandardTrend.UNKNOWN && memoryRose;
        }
    }

    /** How the standard mean went. */
    public enum StandardTrend {
        /** It ended as high as it was, within the tolerance. */
        HELD,
        /** It ended lower: the model forgot more than its reading of the context. */
        FELL,
        /** The run has no standard suite. */
        UNKNOWN
    }
}
