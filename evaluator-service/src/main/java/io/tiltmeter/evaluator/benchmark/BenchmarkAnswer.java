package io.tiltmeter.evaluator.benchmark;

import java.util.List;

/**
 * What a model had to say to one item. Everything that is measured follows from it, so what is kept can be measured again
 * without the model.
 *
 * @param likelihoods of the benchmark's continuations, in their order
 * @param generated the text that continues the prompt, without the text that ended it; empty where none is asked for
 */
public record BenchmarkAnswer(List<Likelihood> likelihoods, String generated) {
    public BenchmarkAnswer {
        likelihoods = List.copyOf(likelihoods);
    }

    /** Whether each likelihood is a number: a model that has diverged gives none. */
    public boolean isNumber() {
        return likelihoods.stream().noneMatch(it -> Double.isNaN(it.logLikelihoodNats()));
    }

    /** Nats, one a continuation. */
    public List<Double> logLikelihoodsNats() {
        return likelihoods.stream().map(Likelihood::logLikelihoodNats).toList();
    }

    /**
     * How likely a continuation is.
     *
     * @param logLikelihoodNats sum over its tokens
     * @param greedy whether each token was the model's first choice
     */
    public record Likelihood(double logLikelihoodNats, boolean greedy) {}
}
