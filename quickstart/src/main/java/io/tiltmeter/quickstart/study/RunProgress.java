package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.event.CheckpointPlan;

/**
 * The progress of a run, as {@code GET /api/v1/runs/{id}} of the trainer-service returns it.
 *
 * @param totalSteps optimizer steps planned; 0 while unknown
 * @param checkpointPlan steps at which one is saved; empty while unknown
 * @param tokensPerSecond 0 while it does not train
 * @param etaSeconds until the last step; 0 while unknown
 * @param reason why it waits or failed
 */
record RunProgress(
        String runId,
        Status status,
        int step,
        int totalSteps,
        @JsonProperty("planned_checkpoints") CheckpointPlan checkpointPlan,
        double tokensPerSecond,
        double etaSeconds,
        String reason) {
    enum Status {
        WAITING,
        QUEUED,
        TRAINING,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    RunProgress {
        checkpointPlan = checkpointPlan == null ? CheckpointPlan.NONE : checkpointPlan;
        reason = reason == null ? "" : reason;
    }
}
