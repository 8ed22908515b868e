package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** When a run was deleted, at the latest. */
@Entity(name = "DeletedRun")
@Table(name = "deleted_run")
public class DeletedRunEntity {
    @Id
    String runId;

    Instant deletedAt;
}
