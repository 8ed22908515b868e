package io.tiltmeter.evaluator.rest;

import java.util.List;

/**
 * The answer to a request that was accepted.
 *
 * @param status queued, or ended where a hook said that its trainer is done
 * @param checkpoints those that the request names, by ascending step, with those that were known; none for a run that
 *     was only registered
 */
public record QueuedCheckpointsResponse(
        String runId, String status, List<CheckpointResponse> checkpoints, List<String> notes) {
    static final String QUEUED = "queued";
    static final String ENDED = "ended";
}
