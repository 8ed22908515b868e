package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.text.ContinuationIds;

/**
 * A continuation as a term of a sum of log-probabilities.
 *
 * @param ids the continuation behind its context
 * @param weight factor of the mean log-probability of its tokens; negative where that is subtracted
 */
public record WeightedContinuation(ContinuationIds ids, double weight) {}
