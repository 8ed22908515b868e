package io.tiltmeter.results.export.mlflow;

import java.util.List;

/**
 * The result of an export.
 *
 * @param mlflowRunId the run's id there
 * @param created whether it was created there
 * @param batches calls of {@code runs/log-batch}
 * @param metricsSent values that did not exist there
 * @param metricsThere values that existed there and were not sent again
 * @param paramsSent settings that did not exist there
 * @param paramsDiffering settings that have another value there, which MLflow does not let change
 * @param tagsSent tags, which are written every time
 * @param shortened params, tags and metrics, by the key they have there, whose value or key was cut to a length that the
 *     server takes; the end of what was cut is {@code ...}
 */
public record MlflowExportResult(
        String runId,
        String mlflowRunId,
        String experimentId,
        String experimentName,
        boolean created,
        int batches,
        int metricsSent,
        int metricsThere,
        int paramsSent,
        List<String> paramsDiffering,
        int tagsSent,
        List<String> shortened) {}
