package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.evaluation.Arm;
import java.time.Instant;

/**
 * An evaluation has failed for good; it can be retried by REST. Key: the run id.
 *
 * @param runId the run
 * @param step the checkpoint's step
 * @param suiteId the suite
 * @param attempts how often it was tried
 * @param reason why the last attempt failed
 * @param failedAt when
 * @param arm the series it was to belong to
 */
public record EvaluationFailed(
        String runId, int step, String suiteId, int attempts, String reason, Instant failedAt, String arm) {
    public EvaluationFailed {
        Id.checked("run id", runId);
        arm = arm == null ? Arm.DEFAULT_NAME : arm;
    }
}
