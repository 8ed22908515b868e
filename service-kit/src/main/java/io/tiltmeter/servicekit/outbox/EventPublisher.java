package io.tiltmeter.servicekit.outbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends events to the broker. */
public interface EventPublisher extends AutoCloseable {
    /** Sends them in order, and returns when the broker has answered for each, or cannot be reached. */
    Delivery publish(List<OutboxEvent> events);

    @Override
    void close();

    /**
     * What became of events.
     *
     * @param acknowledged those that the broker has
     * @param unsendable those that it never takes, each with the reason
     * @param failure why others were not acknowledged, which can be tried again
     */
    record Delivery(List<OutboxEvent> acknowledged, Map<OutboxEvent, String> unsendable, Optional<String> failure) {
        public Delivery {
            acknowledged = List.copyOf(acknowledged);
            unsendable = Map.copyOf(unsendable);
        }
    }
}
