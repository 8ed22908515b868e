package io.tiltmeter.trainer.persistence;

import io.tiltmeter.servicekit.persistence.JsonConverter;
import io.tiltmeter.trainer.study.StudyDesign;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.Immutable;
import org.hibernate.generator.EventType;

/** A row of the studies; see {@link StoredStudy}. */
@Entity(name = "Study")
@Table(name = "study")
public class StudyEntity {
    @Id
    String id;

    /** Counts up in the order of acceptance. */
    @Column(insertable = false, updatable = false)
    long seq;

    @Convert(converter = DesignConverter.class)
    StudyDesign design;

    long revision;

    boolean cancelled;

    /** By the database's clock, as the next. */
    @Column(insertable = false, updatable = false)
    @Generated
    Instant createdAt;

    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "clock_timestamp()")
    Instant updatedAt;

    StoredStudy toRecord() {
        return new StoredStudy(id, design, revision, createdAt, updatedAt);
    }

    void store(StudyDesign newDesign) {
        design = newDesign;
        revision++;
    }

    @Converter
    @Immutable
    static class DesignConverter extends JsonConverter<StudyDesign> {
        DesignConverter() {
            super(StudyDesign.class);
        }
    }
}
