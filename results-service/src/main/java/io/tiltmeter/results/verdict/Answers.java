package io.tiltmeter.results.verdict;

import java.util.List;

/** What a run answered along its checkpoints, as far as a verdict asks. */
interface Answers {
    int checkpoints();

    /** The step of a checkpoint; steps ascend. */
    int step(int checkpoint);

    double[] counterfactual();

    /** Parametric accuracy of every checkpoint; NaN where it is not known. */
    double[] parametric();

    /** How far single checkpoints stray. */
    CheckpointNoise noise();

    /** The variance that items give the accuracy of one checkpoint: their wavering, not their choice. */
    double itemVariance();

    /**
     * How much lower each pair's second window is than its first, over the items that all the windows answered.
     *
     * @return beside the pairs; empty if no item is common to all windows
     */
    List<Change> changes(Accuracy accuracy, List<Pair> pairs);

    enum Accuracy {
        COUNTERFACTUAL,
        PARAMETRIC
    }

    /** Two windows; a change is the first's mean less the second's. */
    record Pair(Window first, Window second) {}
}
