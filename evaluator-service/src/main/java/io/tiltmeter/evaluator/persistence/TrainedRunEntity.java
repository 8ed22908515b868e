package io.tiltmeter.evaluator.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A run of the trainer, whose id is not to be taken. */
@Entity(name = "TrainedRun")
@Table(name = "trained_run")
public class TrainedRunEntity {
    @Id
    String runId;
}
