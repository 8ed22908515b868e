package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What a probe measured at a checkpoint. */
@Entity(name = "ProbeMeasurement")
@Table(name = "probe_measurement")
@IdClass(ProbeMeasurementEntity.Id.class)
public class ProbeMeasurementEntity {
    @jakarta.persistence.Id
    String runId;

    @jakarta.persistence.Id
    int step;

    @jakarta.persistence.Id
    String suiteId;

    @jakarta.persistence.Id
    String arm;

    @jakarta.persistence.Id
    String probe;

    int probeVersion;
    Instant finishedAt;

    @Convert(converter = DocumentConverter.class)
    ProbeMeasured document;

    record Id(String runId, int step, String suiteId, String arm, String probe) {}

    @Converter
    @Immutable
    static class DocumentConverter extends JsonConverter<ProbeMeasured> {
        DocumentConverter() {
            super(ProbeMeasured.class);
        }
    }
}
