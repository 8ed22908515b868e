package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Optional;

/** Something that takes work: while it is open, the queue has its status; how it ended is kept here. */
@MappedSuperclass
abstract class WorkEntity {
    /** Counts up in the order of arrival. */
    @Column(insertable = false, updatable = false)
    long seq;

    boolean open = true;

    /** By the database's clock. */
    @Column(insertable = false, updatable = false)
    Instant acceptedAt;

    /** Null before it was done for the first time. */
    @Embedded
    CompletedWork completed;

    /** @param item of an open one; none if it was withdrawn and deleted since */
    StoredWork work(Optional<WorkItem> item) {
        if (open) {
            return item.map(StoredWork::of).orElse(StoredWork.WITHDRAWN);
        }
        return (completed == null ? CompletedWork.NONE : completed).toRecord();
    }

    /** Attempts until it was done last. */
    int attempts() {
        return completed == null ? 0 : completed.attempts();
    }
}
