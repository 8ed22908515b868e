package io.tiltmeter.results.application.imports;

import java.util.List;
import java.util.Optional;

/**
 * The result of an import.
 *
 * @param runCreated whether the run was not known before
 * @param fileSha256 the file's hash
 * @param engine the engine that its points name
 * @param stored tasks whose numbers are new
 * @param replaced tasks whose earlier import was replaced
 * @param unchanged tasks that were stored with the same numbers
 * @param tasks the points of charts: each task that has an accuracy and is not a part of another
 * @param notCharted tasks whose numbers are listed among the scores only: parts of a group, and those
 *     without an accuracy
 */
public record HarnessImportResult(
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
