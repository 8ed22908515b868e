package io.tiltmeter.servicekit.outbox;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.configuration.KitConfig;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Publishes the outbox to the broker: at once after a commit, and periodically as a fallback. A row
 * is deleted only when the broker has acknowledged it, so an event is sent at least once. One that the broker never takes is
 * set aside, so that the others do not wait for it. Several relays share the rows.
 */
@Singleton
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;

    private final OutboxRepository rows;
    private final EventPublisher publisher;
    private final Duration safetyNet;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread = new Thread(this::publish, "outbox-relay");
    private volatile boolean closing;

    public OutboxRelay(OutboxRepository rows, EventPublisher publisher, KitConfig config) {
        this.rows = rows;
        this.publisher = publisher;
        this.safetyNet = config.outbox().safetyNet();
        thread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Appended event) {
        wakeUps.release();
    }

    /**
     * Sends one batch in one transaction. What the broker has is deleted, and what it never takes is set aside, whatever becomes of
     * the others.
     *
     * @return how many events left the outbox; 0 when nothing waits
     * @throws PublishingFailed if any was not acknowledged, which stays in the outbox
     */
    public int relayBatch() {
        Relayed relayed = QuarkusTransaction.requiringNew().call(() -> {
            List<OutboxEvent> batch = rows.lockOldest(BATCH);
            if (batch.isEmpty()) {
                return new Relayed(0, Optional.empty());
            }
            EventPublisher.Delivery delivery = publisher.publish(batch);
            rows.delete(delivery.acknowledged());
            delivery.unsendable().forEach(this::setAside);
            int gone = delivery.acknowledged().size() + delivery.unsendable().size();
            return new Relayed(gone, delivery.failure());
        });
        relayed.failure().ifPresent(reason -> {
            throw new PublishingFailed(reason);
        });
        return relayed.gone();
    }

    private void setAside(OutboxEvent event, String reason) {
        rows.setAside(event, reason);
        LOG.errorf(
                "event cannot be sent and was set aside outboxId=%d topic=%s key=%s reason=%s",
                event.id(), event.topic(), event.eventKey(), reason);
    }

    private record Relayed(int gone, Optional<String> failure) {}

    /** The broker did not acknowledge. */
    public static final class PublishingFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PublishingFailed(String reason) {
            super("the broker did not acknowledge: " + reason);
        }
    }

    private void publish() {
        Duration pause = safetyNet;
        boolean failing = false;
        while (!closing) {
            try {
                wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
                while (!closing && relayBatch() > 0) {}
                if (failing) {
                    LOG.info("outbox is published again");
                }
                failing = false;
                pause = safetyNet;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!failing && !closing) {
                    LOG.warnf("outbox cannot be published, retrying reason=%s", e.getMessage());
                }
                failing = true;
                pause = safetyNet.compareTo(Duration.ofSeconds(1)) > 0 ? safetyNet : Duration.ofSeconds(1);
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        closing = true;
        wakeUps.release();
        try {
            thread.join(3_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}
