package io.tiltmeter.servicekit;

import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.outbox.EventPublisher;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.OutboxEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The publisher of the service, which tests can hold, so that events stay in the outbox. */
@Singleton
@Alternative
@Priority(1)
public class GatedPublisher implements EventPublisher {
    private final EventPublisher real;
    private volatile boolean held = true;
    private volatile Runnable afterSending = () -> {};

    public GatedPublisher(KitConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        real = new KafkaEventPublisher(bootstrapServers, "/" + config.service());
    }

    /** Whether the service's own relay cannot publish; tests that relay a batch themselves can. */
    public void hold(boolean hold) {
        held = hold;
    }

    public void afterSending(Runnable listener) {
        afterSending = listener;
    }

    @Override
    public Delivery publish(List<OutboxEvent> events) {
        if (held && Thread.currentThread().getName().equals("outbox-relay")) {
            return new Delivery(List.of(), Map.of(), Optional.of("held by the test"));
        }
        Delivery delivery = real.publish(events);
        afterSending.run();
        return delivery;
    }

    @Override
    public void close() {
        real.close();
    }
}
