package io.tiltmeter.contracts.outcome;

import java.util.List;

/**
 * How likely a model finds an answer behind a prompt, token by token, each with the right ones before it.
 *
 * @param tokenIds of the answer behind the prompt
 * @param tokenLogProbsNats one a token, at most 0
 */
public record AnswerLikelihood(List<Integer> tokenIds, List<Double> tokenLogProbsNats) {
    public AnswerLikelihood {
        tokenIds = List.copyOf(tokenIds);
        tokenLogProbsNats = List.copyOf(tokenLogProbsNats);
        if (tokenIds.isEmpty() || tokenIds.size() != tokenLogProbsNats.size()) {
            throw new IllegalArgumentException(tokenIds.size() + " tokens and " + tokenLogProbsNats.size()
                    + " log-probabilities: one each, and at least one, is needed");
        }
    }

    /** Of the whole answer, in nats. */
    public double sumNats() {
        return tokenLogProbsNats.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Mean over the tokens, in nats. */
    public double meanNats() {
        return sumNats() / tokenLogProbsNats.size();
    }
}
