package io.tiltmeter.results.store;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.SuiteScore;

/**
 * A suite's accuracies at one checkpoint, and where they come from.
 *
 * @param evaluationId the row that holds the items' outcomes
 * @param suiteId the suite
 * @param epochs passes over the mixture at this checkpoint
 * @param score the accuracies, named by the suite's task
 */
public record StoredScore(long evaluationId, String suiteId, double epochs, SuiteScore score) {
    public SuiteKind kind() {
        return score.kind();
    }

    /** The score under another name, for a run with several suites of one task. */
    public SuiteScore named(String name) {
        return new SuiteScore(
                score.step(),
                name,
                score.kind(),
                score.items(),
                score.contextAnswer(),
                score.memoryAnswer(),
                score.correct());
    }
}
