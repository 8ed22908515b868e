package io.tiltmeter.trainer.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the deleted runs. */
@Entity(name = "DeletedRun")
@Table(name = "deleted_run")
public class DeletedRunEntity {
    @Id
    String runId;

    Instant deletedAt;
}
