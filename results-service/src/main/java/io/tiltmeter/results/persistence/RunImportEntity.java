package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The latest import of a part of a run. */
@Entity(name = "RunImport")
@Table(name = "run_import")
@IdClass(RunImportEntity.Id.class)
public class RunImportEntity {
    @jakarta.persistence.Id
    String runId;

    @jakarta.persistence.Id
    String part;

    Instant importedAt;
    Instant firstImportedAt;
    String fileSha256;

    @Convert(converter = DocumentConverter.class)
    RunImported document;

    /** Whether another import of the part comes after this one; of two of one time the hashes decide. */
    boolean isBefore(RunImported other) {
        int order = importedAt.compareTo(other.importedAt());
        return order < 0 || order == 0 && fileSha256.compareTo(other.file().sha256()) < 0;
    }

    record Id(String runId, String part) {}

    @Converter
    @Immutable
    static class DocumentConverter extends JsonConverter<RunImported> {
        DocumentConverter() {
            super(RunImported.class);
        }
    }
}
