package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One evaluation with everything that is known about it but its items.
 *
 * @param suiteId the suite
 * @param task its short name
 * @param kind which of the accuracies mean something
 * @param items items scored; 0 for imported numbers that do not say how many
 * @param contextAnswer mean share of the answers that follow the context
 * @param memoryAnswer mean share of those that follow memory
 * @param correct mean share of those that are right; empty for imported numbers without an accuracy
 * @param metrics further numbers by the names of lm-evaluation-harness
 * @param imported whether the numbers came from a file
 */
public record ScoreRow(
        int step,
        String suiteId,
        String task,
        SuiteKind kind,
        String arm,
        String scorer,
        int scorerVersion,
        int items,
        Bounded contextAnswer,
        Optional<Bounded> memoryAnswer,
        Optional<Bounded> correct,
        SortedMap<String, Double> metrics,
        String engine,
        Optional<String> batching,
        String replica,
        String itemsSha256,
        String outcomesSha256,
        String weightsSha256,
        boolean imported,
        Instant finishedAt) {

    /** A share with its 95 % interval, where that is known. */
    public record Bounded(double value, Optional<Double> low, Optional<Double> high) {}
}
