package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.persistence.AdoptionRepository.StoredAdoption;
import io.tiltmeter.servicekit.json.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;

/** A checkpoint from elsewhere. It is open until it was adopted. */
@Entity(name = "Adoption")
@Table(name = "adoption")
public class AdoptionEntity extends WorkEntity {
    /** That of its work too. */
    @Id
    String id;

    String runId;

    /** An {@link AdoptionTask} as JSON. */
    String task;

    /** A {@link CheckpointReady} as JSON, as published; null until then. */
    String event;

    StoredAdoption toRecord(StoredWork work) {
        return new StoredAdoption(
                Json.read(task, AdoptionTask.class),
                Optional.ofNullable(event).map(json -> Json.read(json, CheckpointReady.class)),
                acceptedAt,
                work);
    }
}
