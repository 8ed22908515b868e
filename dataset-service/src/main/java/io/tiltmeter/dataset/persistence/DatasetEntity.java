package io.tiltmeter.dataset.persistence;

import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredDataset.Progress;
import io.tiltmeter.dataset.persistence.StoredDataset.State;
import io.tiltmeter.dataset.persistence.StoredDataset.VersionedName;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;
import org.hibernate.generator.EventType;

/** A row of the datasets; see {@link StoredDataset}. Updates write what has changed: recipe and result are long. */
@Entity(name = "Dataset")
@Table(name = "dataset")
@DynamicUpdate
public class DatasetEntity {
    @Id
    String id;

    /** Counts up in the order of acceptance. */
    @Column(insertable = false, updatable = false)
    long seq;

    @Convert(converter = KindConverter.class)
    Kind kind;

    String name;
    Integer version;
    String recipe;
    String recipeSha256;

    @Embedded
    StoredDatasetState state;

    long progressDone;

    /** By the database's clock, as the next. */
    @Column(insertable = false, updatable = false)
    Instant createdAt;

    @Generated(event = EventType.UPDATE, sql = "clock_timestamp()")
    Instant updatedAt;

    void store(State newState) {
        state = StoredDatasetState.of(newState);
    }

    StoredDataset toRecord() {
        return new StoredDataset(
                id,
                kind,
                name == null ? Optional.empty() : Optional.of(new VersionedName(name, version)),
                recipe,
                recipeSha256,
                state.toState(),
                new Progress(progressDone),
                createdAt,
                updatedAt);
    }

    @Converter
    static class KindConverter extends EnumConverter<Kind> {
        KindConverter() {
            super(Kind.class);
        }
    }
}
