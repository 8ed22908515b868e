package io.tiltmeter.results.persistence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A checkpoint that a run has saved. */
@Entity(name = "Checkpoint")
@Table(name = "checkpoint")
@IdClass(CheckpointEntity.Id.class)
public class CheckpointEntity {
    @jakarta.persistence.Id
    String runId;

    @jakarta.persistence.Id
    int step;

    Instant savedAt;

    @Convert(converter = DocumentConverter.class)
    CheckpointReady document;

    record Id(String runId, int step) {}

    /** Those of a run are read with each of its curves, and few change: the last ones that were parsed are kept. */
    @Converter
    @Immutable
    static class DocumentConverter extends JsonConverter<CheckpointReady> {
        private static final int MAX_PARSED = 4_096;

        private final Cache<String, CheckpointReady> parsed =
                Caffeine.newBuilder().maximumSize(MAX_PARSED).build();

        DocumentConverter() {
            super(CheckpointReady.class);
        }

        @Override
        public CheckpointReady convertToEntityAttribute(String json) {
            return json == null ? null : parsed.get(json, super::convertToEntityAttribute);
        }
    }
}
