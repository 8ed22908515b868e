package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The newest state of a run that arrived. */
@Entity(name = "Run")
@Table(name = "run")
public class RunEntity {
    @Id
    String runId;

    long revision;

    @Convert(converter = StatusConverter.class)
    RunStatus status;

    Instant createdAt;
    Instant updatedAt;

    @Convert(converter = DocumentConverter.class)
    RunUpdated document;

    /** Whether files that a person imported are all that is known of it. */
    boolean imported;

    @Converter
    static class StatusConverter extends EnumConverter<RunStatus> {
        StatusConverter() {
            super(RunStatus.class);
        }
    }

    @Converter
    @Immutable
    static class DocumentConverter extends JsonConverter<RunUpdated> {
        DocumentConverter() {
            super(RunUpdated.class);
        }
    }
}
