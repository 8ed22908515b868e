package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.Id;
import java.time.Instant;

/**
 * The examples of a shard were given up: scoring them failed too often, or would always fail. A new request for the
 * shard tries it again. Key: the request id.
 *
 * @param requestId the labelling it belongs to
 * @param shard this shard, from 0
 * @param attempts how often it was tried
 * @param reason why the last attempt failed
 * @param failedAt when
 */
public record ExamplesScoringFailed(String requestId, int shard, int attempts, String reason, Instant failedAt) {
    public ExamplesScoringFailed {
        Id.checked("request id", requestId);
    }
}
