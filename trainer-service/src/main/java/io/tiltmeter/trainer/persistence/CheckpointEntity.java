package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/** A row of the checkpoints; see {@link StoredCheckpoint}. */
@Entity(name = "Checkpoint")
@Table(name = "checkpoint")
@IdClass(StepKey.class)
public class CheckpointEntity {
    @Id
    String runId;

    @Id
    int step;

    double epochs;
    double lossNats;

    @Convert(converter = ArtifactRefConverter.class)
    ArtifactRef model;

    @Convert(converter = ArtifactRefConverter.class)
    ArtifactRef base;

    String weightsSha256;

    @Convert(converter = ArtifactRefConverter.class)
    ArtifactRef trainingState;

    boolean filesKept;
    Instant savedAt;

    static CheckpointEntity of(StoredCheckpoint stored) {
        CheckpointEntity checkpoint = new CheckpointEntity();
        checkpoint.runId = stored.runId();
        checkpoint.step = stored.step();
        checkpoint.epochs = stored.epochs();
        checkpoint.lossNats = stored.lossNats();
        checkpoint.model = stored.model();
        checkpoint.base = stored.base().orElse(null);
        checkpoint.weightsSha256 = stored.weightsSha256();
        checkpoint.trainingState = stored.trainingState().orElse(null);
        checkpoint.filesKept = stored.filesKept();
        checkpoint.savedAt = stored.savedAt();
        return checkpoint;
    }

    void forgetTrainingState() {
        trainingState = null;
    }

    void markFilesGone() {
        filesKept = false;
    }

    StoredCheckpoint toRecord() {
        return new StoredCheckpoint(
                runId,
                step,
                epochs,
                lossNats,
                model,
                Optional.ofNullable(base),
                weightsSha256,
                Optional.ofNullable(trainingState),
                filesKept,
                savedAt);
    }

    @Converter
    @Immutable
    static class ArtifactRefConverter extends JsonConverter<ArtifactRef> {
        ArtifactRefConverter() {
            super(ArtifactRef.class);
        }
    }
}
