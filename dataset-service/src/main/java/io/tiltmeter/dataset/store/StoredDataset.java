package io.tiltmeter.dataset.store;

import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import java.time.Instant;

/**
 * A mixture or suite as the table has it.
 *
 * @param id unique among both
 * @param kind which of the two
 * @param recipe the effective recipe, as JSON
 * @param recipeSha256 tells recipes apart
 * @param state how far it is
 * @param createdAt when it was accepted
 * @param updatedAt when its state last changed
 */
public record StoredDataset(
        String id,
        Kind kind,
        String recipe,
        String recipeSha256,
        DatasetState state,
        Instant createdAt,
        Instant updatedAt) {}
