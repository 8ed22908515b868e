package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.SuiteScore;
import java.util.Optional;

/**
 * A suite's accuracies at one checkpoint, and how they were measured.
 *
 * @param evaluationId the row that holds the items' outcomes
 * @param epochs passes over the mixture at this checkpoint
 * @param provenance how it was measured
 * @param score the accuracies, named by the suite's task
 * @param sameItems whether it was imported without items, by an import that says that every checkpoint answered the same
 */
public record StoredScore(
        long evaluationId, String suiteId, double epochs, Provenance provenance, SuiteScore score, boolean sameItems) {

    /**
     * How a score was measured: what must not change along a curve without a notice.
     *
     * @param scorer the rule that judged
     * @param arm how the suite was prompted
     * @param armSettings the same in full, as JSON; empty for events from before there were arms
     * @param engine what computed it
     * @param batching how items were batched, where it was recorded
     * @param itemsSha256 the suite's version
     */
    public record Provenance(
            String scorer,
            int scorerVersion,
            String arm,
            Optional<String> armSettings,
            String engine,
            Optional<String> batching,
            String itemsSha256) {}

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
                score.correct(),
                score.measures());
    }

    /** The same evaluation with other accuracies: those of some of its items. */
    public StoredScore with(SuiteScore other) {
        return new StoredScore(evaluationId, suiteId, epochs, provenance, other, sameItems);
    }
}
