package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model gave for one item. Everything that is measured follows from it, so what is kept can be measured again
 * without the model.
 *
 * @param likelihoods of the benchmark's continuations, in their order
 * @param generated the text that continues the prompt, without the text that ended it; empty where none is generated
 */
public record BenchmarkAnswer(List<Likelihood> likelihoods, String generated) {
    public BenchmarkAnswer {
        likelihoods = List.copyOf(likelihoods);
    }

    /**
     * What was kept of a model's response.
     *
     * @param greedy one a likelihood
     * @param texts the generated one, or none
     */
    public static BenchmarkAnswer of(List<AnswerLikelihood> likelihoods, List<Boolean> greedy, List<String> texts) {
        return new BenchmarkAnswer(
                IntStream.range(0, likelihoods.size())
                        .mapToObj(i -> new Likelihood(likelihoods.get(i).sumNats(), greedy.get(i)))
                        .toList(),
                texts.isEmpty() ? "" : texts.get(0));
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
