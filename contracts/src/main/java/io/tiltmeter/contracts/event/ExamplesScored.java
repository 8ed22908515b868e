package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import java.time.Instant;
import java.util.Optional;

/**
 * The losses of one shard of examples, with and without their context, or their lengths. Key: the request id.
 *
 * @param requestId the labelling it belongs to
 * @param shard this shard, from 0
 * @param exampleCount lines in it
 * @param losses JSON lines of {@link io.tiltmeter.contracts.example.ExampleMeasurement}, in the order of the examples;
 *     the same request gives the same bytes, on whichever replica of one kind
 * @param engine what computed them, such as {@code pytorch 2.7.1 cpu float32 threads=1}; absent for lengths
 * @param replica which evaluator
 * @param finishedAt when
 */
public record ExamplesScored(
        String requestId,
        int shard,
        int exampleCount,
        ArtifactRef losses,
        Optional<String> engine,
        Optional<String> replica,
        Instant finishedAt) {
    public ExamplesScored {
        Id.checked("request id", requestId);
        engine = engine == null ? Optional.empty() : engine;
        replica = replica == null ? Optional.empty() : replica;
    }
}
