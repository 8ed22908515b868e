package io.tiltmeter.results.export.mlflow;

import java.util.List;

/**
 * What an export did.
 *
 * @param mlflowRunId the run's id there
 * @param created whether it is new there
 * @param batches calls of {@code runs/log-batch}
 * @param metricsSent values of steps that were not there
 * @param metricsThere values that were there and are not sent again
 * @param paramsSent settings that were not there
 * @param paramsDiffering settings that have another value there, which MLflow lets nobody change
 * @param tagsSent tags, which are written every time
 */
public record MlflowView(
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
        int tagsSent) {}
