package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.servicekit.json.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;

/** A row of the checkpoints; see {@link StoredCheckpoint}. */
@Entity(name = "Checkpoint")
@Table(name = "model_checkpoint")
@IdClass(CheckpointEntity.Key.class)
public class CheckpointEntity {
    @Id
    String runId;

    @Id
    int step;

    int totalSteps;

    /** As JSON, as the next: queries that insert take no records. */
    String model;

    String base;

    StoredCheckpoint toRecord() {
        return new StoredCheckpoint(
                runId,
                step,
                totalSteps,
                Json.read(model, ArtifactRef.class),
                Optional.ofNullable(base).map(json -> Json.read(json, ArtifactRef.class)));
    }

    record Key(String runId, int step) {}
}
