package io.tiltmeter.dataset.persistence;

import java.time.Instant;
import java.util.Optional;

/**
 * A dataset as the table has it.
 *
 * @param id unique among all kinds
 * @param kind what it is
 * @param named its name and version, if it is a version of what was sent
 * @param recipe what it is made from, as JSON, nothing left open
 * @param recipeSha256 tells recipes apart
 * @param state how far it is
 * @param progress of its build
 * @param createdAt when it was accepted
 * @param updatedAt when its state last changed
 */
public record StoredDataset(
        String id,
        DatasetKind kind,
        Optional<VersionedName> named,
        String recipe,
        String recipeSha256,
        DatasetState state,
        BuildProgress progress,
        Instant createdAt,
        Instant updatedAt) {
    /** Why it could not be built, if so. */
    public Optional<String> reason() {
        return state instanceof DatasetState.Failed failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    /** What was built, as JSON, if it was. */
    public Optional<String> result() {
        return state instanceof DatasetState.Ready ready ? Optional.of(ready.result()) : Optional.empty();
    }
}
