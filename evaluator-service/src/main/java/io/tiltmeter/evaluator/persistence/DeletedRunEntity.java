package io.tiltmeter.evaluator.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the deleted runs. */
@Entity(name = "DeletedRun")
@Table(name = "deleted_run")
public class DeletedRunEntity {
    @Id
    String runId;
}
