package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.example.Measure;
import java.time.Instant;
import java.util.Optional;

/**
 * The losses or the lengths of some examples under a model are wanted. Key: the request id. Identity: request and
 * shard. Asked again, it is answered again; a shard that had failed is tried again.
 *
 * @param requestId the labelling it belongs to
 * @param shard this shard, from 0
 * @param shardCount shards in all
 * @param model the manifest of a Hugging Face folder, or of an adapter in peft's layout; for {@link Measure#TOKENS} its
 *     tokenizer suffices
 * @param base the manifest of the Hugging Face folder that the adapter stands beside; absent for a whole model
 * @param examples JSON lines of {@link io.tiltmeter.contracts.example.TrainingExample}
 * @param firstExample the first line of this shard, from 0
 * @param exampleCount lines in this shard
 * @param template how the examples are rendered
 * @param measure what is wanted; losses if the event does not say
 * @param requestedAt when
 */
public record ExamplesScoringRequested(
        String requestId,
        int shard,
        int shardCount,
        ArtifactRef model,
        Optional<ArtifactRef> base,
        ArtifactRef examples,
        long firstExample,
        int exampleCount,
        String template,
        Measure measure,
        Instant requestedAt) {
    public ExamplesScoringRequested {
        Id.checked("request id", requestId);
        if (shard < 0 || shard >= shardCount) {
            throw new IllegalArgumentException("shard " + shard + " is outside 0.." + (shardCount - 1));
        }
        base = base == null ? Optional.empty() : base;
        measure = measure == null ? Measure.LOSSES : measure;
    }
}
