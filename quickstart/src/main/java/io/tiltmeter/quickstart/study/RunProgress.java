package io.tiltmeter.quickstart.study;

import java.util.List;

/**
 * The progress of a run, as {@code GET /api/v1/runs/{id}} of the trainer-service returns it.
 *
 * @param totalSteps optimizer steps planned; 0 while unknown
 * @param plannedCheckpoints steps at which one is saved; empty while unknown
 * @param tokensPerSecond 0 while it does not train
 * @param etaSeconds until the last step; 0 while unknown
 * @param reason why it waits or failed
 */
record RunProgress(
        String runId,
        Status status,
        int step,
        int totalSteps,
        List<Integer> plannedCheckpoints,
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
        plannedCheckpoints = plannedCheckpoints == null ? List.of() : List.copyOf(plannedCheckpoints);
        reason = reason == null ? "" : reason;
    }
}
