package io.tiltmeter.results.theory;

/**
 * What the model makes of one example, and which way the example pulls it.
 *
 * @param loss of the target, in nats
 * @param attention sigma, (tokens of the input), sums to 1
 * @param logits z, (K)
 * @param error e, (K), sums to 0
 * @param pull w, (tokens of the input), sums to 0: the part of -dL/du along each token's embedding
 */
record TheoryGradient(double loss, double[] attention, double[] logits, double[] error, double[] pull) {
    private static final double ROOT_OF_HALF = Math.sqrt(0.5);

    /** M_C of a counterfactual test: the share of the context's answer in the probability of it and of the memorised one. */
    double contextShare(TheoryExample test) {
        return 1 / (1 + Math.exp(logits[test.memory()] - logits[test.target()]));
    }

    /** theta_C . (-dL/du): above 0, a step raises the attention to contexts. 0 without a context. */
    double towardsContexts(TheoryExample example) {
        return example.hasContext() ? ROOT_OF_HALF * pull[0] : 0;
    }

    /** theta_S . (-dL/du): above 0, a step raises the attention to subjects. */
    double towardsSubjects(TheoryExample example) {
        return ROOT_OF_HALF * pull[example.subjectPosition()];
    }
}
