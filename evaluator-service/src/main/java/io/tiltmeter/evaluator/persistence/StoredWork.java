package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.servicekit.work.WorkItem;
import java.time.Instant;
import java.util.Optional;

/**
 * The work that an evaluation, a shard or a checkpoint takes.
 *
 * @param attempts the number of attempts that were begun
 * @param replica which evaluator has or had it
 * @param startedAt when the first attempt began
 * @param finishedAt when it was done or given up
 * @param reason why the newest attempt failed
 */
public record StoredWork(
        WorkItem.Status status,
        int attempts,
        Optional<String> replica,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> reason) {
    static final StoredWork WITHDRAWN = new StoredWork(
            WorkItem.Status.WITHDRAWN, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static StoredWork of(WorkItem item) {
        return new StoredWork(
                item.status(), item.attempt(), item.leaseOwner(), item.startedAt(), item.finishedAt(), item.reason());
    }
}
