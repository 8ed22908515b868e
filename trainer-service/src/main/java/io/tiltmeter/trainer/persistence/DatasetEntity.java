package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import io.tiltmeter.trainer.finetuning.InputStatus;
import io.tiltmeter.trainer.finetuning.InputStatus.State;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;

/** What events say about a mixture or suite. */
@Entity(name = "Dataset")
@Table(name = "dataset")
public class DatasetEntity {
    @EmbeddedId
    DatasetKey key;

    @Convert(converter = StatusConverter.class)
    Status status;

    String reason;

    /** The event mixture-ready or suite-ready as JSON; null before it. */
    String ready;

    Instant updatedAt;

    enum Status {
        BUILDING,
        READY,
        FAILED
    }

    InputStatus inputStatus() {
        String name = name(key.kind(), key.id());
        return switch (status) {
            case READY -> new InputStatus(name, State.READY, "");
            case FAILED -> new InputStatus(name, State.BROKEN, reason);
            case BUILDING -> new InputStatus(name, State.PENDING, "being built");
        };
    }

    /** Of one that no event has named. */
    static InputStatus unknown(Kind kind, String id) {
        return InputStatus.unannounced(name(kind, id));
    }

    private static String name(Kind kind, String id) {
        return kind.name().toLowerCase(Locale.ROOT) + " " + id;
    }

    @Converter
    static class StatusConverter extends EnumConverter<Status> {
        StatusConverter() {
            super(Status.class);
        }
    }
}
