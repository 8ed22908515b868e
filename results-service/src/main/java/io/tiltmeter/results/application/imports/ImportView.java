package io.tiltmeter.results.application.imports;

import java.util.List;
import java.util.Optional;

/**
 * What an import did.
 *
 * @param runCreated whether the run was not known before
 * @param fileSha256 the file's hash
 * @param engine what its points are said to be computed by
 * @param stored tasks whose numbers are new
 * @param replaced tasks whose earlier import gave way
 * @param unchanged tasks that were here with the same numbers
 * @param tasks the points of charts: each task that has an accuracy and is no part of another
 * @param notCharted tasks whose numbers are kept and listed among the scores only: parts of a group, and those
 *     without an accuracy
 */
public record ImportView(
        String runId,
        int step,
        boolean runCreated,
        String fileSha256,
        String engine,
        int stored,
        int replaced,
        int unchanged,
        List<ImportedTask> tasks,
        List<String> notCharted) {

    /**
     * One point.
     *
     * @param metric the file's name of the number that is its value
     * @param accuracy in [0, 1]
     * @param accuracyLow lower bound of the 95 % interval that the standard error gives, if the file has one
     */
    public record ImportedTask(
            String task,
            String suiteId,
            String arm,
            String metric,
            double accuracy,
            Optional<Double> accuracyLow,
            Optional<Double> accuracyHigh) {}
}
