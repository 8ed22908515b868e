package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The newest revision of a study that arrived. */
@Entity(name = "Study")
@Table(name = "study")
public class StudyEntity {
    @Id
    String studyId;

    long revision;
    Instant createdAt;

    @Convert(converter = DocumentConverter.class)
    StudyUpdated document;

    @Converter
    @Immutable
    static class DocumentConverter extends JsonConverter<StudyUpdated> {
        DocumentConverter() {
            super(StudyUpdated.class);
        }
    }
}
