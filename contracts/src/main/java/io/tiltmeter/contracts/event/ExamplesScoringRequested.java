package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import java.time.Instant;

/**
 * The loss of some examples under a model is wanted. Key: the request id. Identity: request and shard.
 *
 * @param requestId the labelling it belongs to
 * @param shard this shard, from 0
 * @param shardCount shards in all
 * @param model the manifest of a Hugging Face folder
 * @param examples JSON lines of {@link io.tiltmeter.contracts.example.TrainingExample}
 * @param firstExample the first line of this shard, from 0
 * @param exampleCount lines in this shard
 * @param template how the examples are rendered
 * @param requestedAt when
 */
public record ExamplesScoringRequested(
        String requestId,
        int shard,
        int shardCount,
        ArtifactRef model,
        ArtifactRef examples,
        long firstExample,
        int exampleCount,
        String template,
        Instant requestedAt) {
    public ExamplesScoringRequested {
        Id.checked("request id", requestId);
    }
}
