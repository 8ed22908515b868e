package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.Id;
import java.time.Instant;

/**
 * A run was deleted with all that belongs to it alone: every service deletes what it has of it, and ignores what arrives later.
 * Identity: the run id. Key: the run id.
 *
 * @param runId the run
 * @param deletedAt when; what was imported into a run of this id later belongs to another run
 */
public record RunDeleted(String runId, Instant deletedAt) {
    public RunDeleted {
        Id.checked("run id", runId);
    }
}
