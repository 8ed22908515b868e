package io.tiltmeter.servicekit.work;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the work table.
 *
 * @param id derived from what the work is, so that the same work has one row
 * @param kind what sort of work
 * @param affinity items that share it are cheaper to do in a row (the model they need)
 * @param payload what the work is, as JSON
 * @param status where it stands
 * @param attempt counts every lease: the fencing token
 * @param failures failures since the last progress
 * @param leaseOwner the worker that holds or held it
 * @param acceptedAt when it came in
 * @param startedAt when it was first leased
 * @param finishedAt when it was done, failed or withdrawn
 * @param reason why it failed
 */
public record WorkItem(
        String id,
        String kind,
        String affinity,
        String payload,
        Status status,
        int attempt,
        int failures,
        Optional<String> leaseOwner,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> reason) {
    /** Where an item stands. */
    public enum Status {
        READY,
        LEASED,
        DONE,
        FAILED,
        WITHDRAWN
    }
}
