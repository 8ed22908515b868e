package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import java.time.Instant;
import java.util.Optional;

/**
 * One shard of examples to be measured, as REST shows it.
 *
 * @param shard which of the request, from 0
 * @param model the model's folder
 * @param template how examples are rendered
 * @param measure what is measured of them
 * @param losses the newest file of measurements
 */
public record ScoringResponse(
        String requestId,
        int shard,
        int shardCount,
        String model,
        String template,
        Measure measure,
        int exampleCount,
        Instant requestedAt,
        Optional<ArtifactRef> losses,
        @JsonUnwrapped WorkResponse work) {

    static ScoringResponse of(StoredScoring stored) {
        ExamplesScoringRequested request = stored.task().request();
        return new ScoringResponse(
                request.requestId(),
                request.shard(),
                request.shardCount(),
                request.model().uri(),
                request.template(),
                request.measure(),
                request.exampleCount(),
                request.requestedAt(),
                stored.event().map(ExamplesScored::losses),
                WorkResponse.of(stored.work(), stored.acceptedAt()));
    }
}
