package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Optional;

/** How work was done; see {@link StoredWork}. */
@Embeddable
record CompletedWork(Integer attempts, String replica, Instant startedAt, Instant finishedAt) {
    static final CompletedWork NONE = new CompletedWork(0, null, null, null);

    /** How an item is being done by the attempt that holds it, or was done by the last one. */
    static CompletedWork of(WorkItem item) {
        return new CompletedWork(
                item.attempt(),
                item.leaseOwner().orElse(null),
                item.startedAt().orElse(null),
                item.finishedAt().orElse(null));
    }

    StoredWork toRecord() {
        return new StoredWork(
                WorkItem.Status.DONE,
                attempts,
                Optional.ofNullable(replica),
                Optional.ofNullable(startedAt),
                Optional.ofNullable(finishedAt),
                Optional.empty());
    }
}
