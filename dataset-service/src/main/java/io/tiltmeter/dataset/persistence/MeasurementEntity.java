package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Status;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Totals;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** A row of the measurements; see {@link StoredMeasurement}. */
@Entity(name = "Measurement")
@Table(name = "measurement")
@DynamicUpdate
public class MeasurementEntity {
    @Id
    String id;

    @Convert(converter = MeasureConverter.class)
    Measure measure;

    /** Of the checkpoint, as requests name it. */
    String modelName;

    /** As JSON, as the next: queries that insert take no records. */
    String model;

    String base;

    String sourceId;
    String template;

    @Convert(converter = StatusConverter.class)
    Status status;

    String reason;
    int requests;
    Instant requestedAt;
    Instant lastEventAt;

    /** What the results come to, as the next two; null until all are there. */
    Long unscored;

    Long tokens;
    Integer maxTokens;

    /** By the database's clock. */
    @Column(insertable = false, updatable = false)
    Instant createdAt;

    void changeStatus(Status newStatus, Optional<String> newReason) {
        status = newStatus;
        reason = newReason.orElse(null);
    }

    void storeTotals(Totals totals) {
        unscored = totals.unscored();
        tokens = totals.tokens();
        maxTokens = totals.maxTokens();
    }

    void countRequest(Instant now) {
        requests++;
        requestedAt = now;
        lastEventAt = now;
    }

    void noteEvent(Instant now) {
        lastEventAt = now;
    }

    /** @param examplesDone of the shards that have results; the next of all shards */
    StoredMeasurement toRecord(long examplesDone, long examplesTotal) {
        int at = modelName.lastIndexOf('@');
        int step = Integer.parseInt(modelName.substring(at + 1));
        return new StoredMeasurement(
                id,
                measure,
                new StoredCheckpoint(
                        modelName.substring(StoredCheckpoint.PREFIX.length(), at),
                        step,
                        step,
                        Json.read(model, ArtifactRef.class),
                        Optional.ofNullable(base).map(json -> Json.read(json, ArtifactRef.class))),
                sourceId,
                template,
                status,
                Optional.ofNullable(reason),
                requests,
                Optional.ofNullable(requestedAt),
                examplesDone,
                examplesTotal,
                Optional.ofNullable(unscored).map(count -> new Totals(count, tokens, maxTokens)));
    }

    @Converter
    static class MeasureConverter extends EnumConverter<Measure> {
        MeasureConverter() {
            super(Measure.class);
        }
    }

    @Converter
    static class StatusConverter extends EnumConverter<Status> {
        StatusConverter() {
            super(Status.class);
        }
    }
}
