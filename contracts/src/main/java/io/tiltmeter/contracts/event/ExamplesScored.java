package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import java.time.Instant;

/**
 * The losses of one shard of examples, with and without their context. Key: the request id.
 *
 * @param requestId the labelling it belongs to
 * @param shard this shard, from 0
 * @param exampleCount lines in it
 * @param losses JSON lines: example id, mean loss in nats with the context and without it
 * @param finishedAt when
 */
public record ExamplesScored(String requestId, int shard, int exampleCount, ArtifactRef losses, Instant finishedAt) {
    public ExamplesScored {
        Id.checked("request id", requestId);
    }
}
