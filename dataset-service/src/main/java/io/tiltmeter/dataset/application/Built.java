package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.event.EventType;
import java.util.Optional;

/**
 * What a {@link DatasetMaker} made: its files lie in the artifact store, whole.
 *
 * @param result what REST shows of it; stored as JSON
 * @param news what other services are told, if anything
 */
public record Built(Object result, Optional<News<?>> news) {
    /** What concerns this service alone. */
    public static Built of(Object result) {
        return new Built(result, Optional.empty());
    }

    /** What other services are told about. */
    public static <T> Built announced(Object result, EventType<T> type, T event) {
        return new Built(result, Optional.of(new News<>(type, event)));
    }

    /**
     * An event that waits to be told.
     *
     * @param type of the event
     * @param event itself
     */
    public record News<T>(EventType<T> type, T event) {}
}
