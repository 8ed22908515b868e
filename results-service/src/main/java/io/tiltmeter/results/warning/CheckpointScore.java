package io.tiltmeter.results.warning;

/**
 * The score of one checkpoint on one suite.
 *
 * @param step optimizer steps taken; 0 is the base model
 * @param counterfactualAccuracy share of the suite's items answered as the context says, in [0, 1]
 */
public record CheckpointScore(int step, double counterfactualAccuracy) {
    public CheckpointScore {
        if (step < 0 || !(counterfactualAccuracy >= 0 && counterfactualAccuracy <= 1)) {
            throw new IllegalArgumentException("step " + step + " with counterfactual accuracy "
                    + counterfactualAccuracy + " is not a score: a step is at least 0 and an accuracy in [0, 1]");
        }
    }
}
