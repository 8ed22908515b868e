package io.tiltmeter.dataset.persistence;

import io.tiltmeter.dataset.persistence.StoredDataset.State;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;
import java.util.Locale;

/**
 * A {@link State} as columns.
 *
 * @param status which one it is
 * @param result of a dataset that is ready, as JSON; else null
 * @param reason of one that has failed; else null
 */
@Embeddable
record StoredDatasetState(
        @Convert(converter = StatusConverter.class) Status status, String result, String reason) {
    static StoredDatasetState of(State state) {
        return new StoredDatasetState(
                status(state.status()),
                state instanceof StoredDataset.Ready ready ? ready.result() : null,
                state instanceof StoredDataset.Failed failed ? failed.reason() : null);
    }

    State toState() {
        return switch (status) {
            case BUILDING -> new StoredDataset.Building();
            case READY -> new StoredDataset.Ready(result);
            case FAILED -> new StoredDataset.Failed(reason);
        };
    }

    enum Status {
        BUILDING,
        READY,
        FAILED
    }

    /** The status of this name, in lower case as in requests. */
    static Status status(String name) {
        return Status.valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Converter
    static class StatusConverter extends EnumConverter<Status> {
        StatusConverter() {
            super(Status.class);
        }
    }
}
