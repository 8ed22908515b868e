package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.Bounded;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One evaluation with everything that is stored of it but its items.
 *
 * @param contextAnswer mean share of the answers that follow the context
 * @param memoryAnswer mean share of those that follow memory
 * @param correct mean share of those that are right; empty for imported numbers without an accuracy
 * @param metrics further numbers by the names of lm-evaluation-harness
 * @param imported whether the numbers came from a file
 */
public record StoredEvaluation(
        Subject subject,
        Bounded contextAnswer,
        Optional<Bounded> memoryAnswer,
        Optional<Bounded> correct,
        SortedMap<String, Double> metrics,
        Provenance provenance,
        boolean imported,
        Instant finishedAt) {

    /**
     * What was evaluated.
     *
     * @param task the suite's short name
     * @param kind which of the accuracies mean something
     * @param items items scored; 0 for imported numbers that do not say how many
     */
    public record Subject(
            int step,
            String suiteId,
            String task,
            SuiteKind kind,
            String arm,
            String scorer,
            int scorerVersion,
            int items) {}

    /**
     * What computed it from which files.
     *
     * @param batching how items were batched, where it was recorded
     * @param replica which evaluator
     * @param suiteVersion hash of the suite's items; for imported numbers the version of the task
     * @param outcomesSha256 hash of the outcomes, or of the imported file
     */
    public record Provenance(
            String engine,
            Optional<String> batching,
            String replica,
            String suiteVersion,
            String outcomesSha256,
            String weightsSha256) {}
}
