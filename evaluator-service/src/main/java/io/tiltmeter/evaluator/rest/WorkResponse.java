package io.tiltmeter.evaluator.rest;

import io.tiltmeter.evaluator.persistence.StoredWork;
import java.time.Instant;
import java.util.Optional;

/**
 * What a response says of the work that something takes.
 *
 * @param attempts the number of attempts that were begun
 * @param replica which evaluator has or had it
 * @param acceptedAt when it first arrived here
 * @param startedAt when the first attempt began
 * @param finishedAt when it was done or given up
 * @param reason why the newest attempt failed
 */
public record WorkResponse(
        WorkStatus status,
        int attempts,
        Optional<String> replica,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> reason) {

    static WorkResponse of(StoredWork work, Instant acceptedAt) {
        return new WorkResponse(
                WorkStatus.of(work.status()),
                work.attempts(),
                work.replica(),
                acceptedAt,
                work.startedAt(),
                work.finishedAt(),
                work.reason());
    }
}
