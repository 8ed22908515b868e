package io.tiltmeter.languagemodel.scoring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The likeliest of several choices, as lm-evaluation-harness picks them; the first of equals.
 *
 * @param byLikelihood its {@code acc}: the largest log-likelihood
 * @param perCharacter its {@code acc_norm}: the largest log-likelihood per Unicode character of the choice
 * @param perByte the largest log-likelihood per UTF-8 byte of the choice
 */
public record ChoicePicks(int byLikelihood, int perCharacter, int perByte) {

    /**
     * @param logLikelihoods nats, one for each choice
     * @param choices without the space before them
     * @throws IllegalArgumentException if there are none, a choice is empty, or a log-likelihood is NaN
     */
    public static ChoicePicks of(List<Double> logLikelihoods, List<String> choices) {
        if (choices.isEmpty() || choices.size() != logLikelihoods.size()) {
            throw new IllegalArgumentException(
                    choices.size() + " choices and " + logLikelihoods.size() + " log-likelihoods: one each is needed");
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).isEmpty() || logLikelihoods.get(i).isNaN()) {
                throw new IllegalArgumentException("choice " + i + " '" + choices.get(i) + "' has log-likelihood "
                        + logLikelihoods.get(i) + ": a text and a number are needed");
            }
        }
        return new ChoicePicks(
                largest(choices.size(), logLikelihoods::get),
                largest(choices.size(), i -> logLikelihoods.get(i) / characters(choices.get(i))),
                largest(choices.size(), i -> logLikelihoods.get(i) / bytes(choices.get(i))));
    }

    /** Unicode code points, Python's {@code len}. */
    public static int characters(String choice) {
        return choice.codePointCount(0, choice.length());
    }

    /** UTF-8 bytes. */
    public static int bytes(String choice) {
        return choice.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int largest(int count, IntToDoubleFunction score) {
        return IntStream.range(0, count)
                .reduce((best, i) -> score.applyAsDouble(i) > score.applyAsDouble(best) ? i : best)
                .orElseThrow();
    }
}
