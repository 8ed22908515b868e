package io.tiltmeter.dataset.lab;

/**
 * Examples that finetuning has on top of those of its three classes, each as a ratio to their number.
 *
 * @param counterfactualRatio about known subjects of finetuning, the context contradicts memory and gives the answer; in [0, 1]
 * @param overlapRatio about the subjects of the knowledge-conflict suites, the context states their true facts; in [0, 1]
 */
public record AddedExamples(double counterfactualRatio, double overlapRatio) {
    public AddedExamples {
        if (!(counterfactualRatio >= 0 && counterfactualRatio <= 1) || !(overlapRatio >= 0 && overlapRatio <= 1)) {
            throw new IllegalArgumentException(
                    "ratios " + counterfactualRatio + " and " + overlapRatio + " are not both in [0, 1]");
        }
    }

    /** Those of the default study. */
    public static AddedExamples none() {
        return new AddedExamples(0, 0);
    }
}
