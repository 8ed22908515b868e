package io.tiltmeter.languagemodel.inference;

import java.util.List;

/**
 * A continuation's likelihood.
 *
 * @param logLikelihoodNats sum of the tokens' log-probabilities, at most 0
 * @param tokenLogProbsNats one for each continuation token, in order
 * @param isGreedy whether every token was the model's first choice
 */
public record ContinuationScore(double logLikelihoodNats, List<Double> tokenLogProbsNats, boolean isGreedy) {

    public ContinuationScore {
        tokenLogProbsNats = List.copyOf(tokenLogProbsNats);
    }
}
