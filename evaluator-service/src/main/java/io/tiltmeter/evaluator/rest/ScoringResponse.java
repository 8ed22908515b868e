package io.tiltmeter.evaluator.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.evaluator.persistence.StoredScoring;
import io.tiltmeter.servicekit.work.WorkItem;
import java.time.Instant;
import java.util.Optional;

/**
 * One shard of examples to be measured, as REST shows it.
 *
 * @param requestId what it was asked for
 * @param shard which of the request, from 0
 * @param shardCount shards of the request
 * @param model the model's folder
 * @param template how examples are rendered
 * @param measure what is measured of them
 * @param exampleCount examples of the shard
 * @param status where it stands
 * @param attempts how often it was begun
 * @param replica which evaluator has or had it
 * @param requestedAt when it was asked for
 * @param acceptedAt when it first came here
 * @param startedAt when the first attempt began
 * @param finishedAt when it was done or given up
 * @param losses the newest answer's file
 * @param reason why the newest attempt failed
 */
public record ScoringResponse(
        String requestId,
        int shard,
        int shardCount,
        String model,
        String template,
        Measure measure,
        int exampleCount,
        WorkStatus status,
        int attempts,
        Optional<String> replica,
        Instant requestedAt,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<ArtifactRef> losses,
        Optional<String> reason) {

    static ScoringResponse of(StoredScoring row) {
        ExamplesScoringRequested request = row.task().request();
        WorkItem work = row.work();
        return new ScoringResponse(
                request.requestId(),
                request.shard(),
                request.shardCount(),
                request.model().uri(),
                request.template(),
                request.measure(),
                request.exampleCount(),
                WorkStatus.of(work.status()),
                work.attempt(),
                work.leaseOwner(),
                request.requestedAt(),
                work.acceptedAt(),
                work.startedAt(),
                work.finishedAt(),
                row.event().map(ExamplesScored::losses),
                work.reason());
    }
}
