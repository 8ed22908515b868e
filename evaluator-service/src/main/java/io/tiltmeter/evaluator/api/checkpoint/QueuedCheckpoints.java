package io.tiltmeter.evaluator.api.checkpoint;

import java.util.List;

/**
 * The answer to a request that was accepted.
 *
 * @param runId the run
 * @param status {@code queued}
 * @param checkpoints those that the request names, by ascending step, with those that were known; none for a run that
 *     was only registered
 * @param notes what was left out, and why
 */
public record QueuedCheckpoints(String runId, String status, List<CheckpointView> checkpoints, List<String> notes) {
    static final String QUEUED = "queued";
}
