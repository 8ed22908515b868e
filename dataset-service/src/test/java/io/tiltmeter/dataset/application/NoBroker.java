package io.tiltmeter.dataset.application;

import io.tiltmeter.servicekit.outbox.EventPublisher;
import io.tiltmeter.servicekit.outbox.OutboxEvent;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;

/** Of {@link HaltedProcess}, which ends before it would publish an event. */
@Singleton
@Alternative
class NoBroker implements EventPublisher {
    @Override
    public Delivery publish(List<OutboxEvent> events) {
        throw new IllegalStateException("published before the process ended: " + events);
    }

    @Override
    public void close() {}
}
