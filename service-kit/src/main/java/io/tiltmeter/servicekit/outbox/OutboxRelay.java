package io.tiltmeter.servicekit.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Publishes the outbox to the broker: at once after a commit ({@link #wake}), and periodically as a fallback. A row
 * is deleted only when the broker has acknowledged it, so an event is sent at least once. Several relays share the rows.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;

    private final Jdbi jdbi;
    private final EventPublisher publisher;
    private final Duration safetyNet;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "outbox-relay");
    private volatile boolean closing;

    /** @param safetyNet how often to look without being woken */
    public OutboxRelay(Jdbi jdbi, EventPublisher publisher, Duration safetyNet) {
        this.jdbi = jdbi;
        this.publisher = publisher;
        this.safetyNet = safetyNet;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Something was committed: look now. */
    public void wake() {
        wakeUps.release();
    }

    /**
     * Sends one batch in one transaction.
     *
     * @return how many events were sent; 0 when nothing waits
     */
    public int relayBatch() {
        return jdbi.inTransaction(handle -> {
            List<OutboxEvent> batch = handle.createQuery("""
                            select id, event_id, topic, event_key, event_type, payload, created_at
                            from outbox_event order by id limit :limit for update skip locked
                            """)
                    .bind("limit", BATCH)
                    .map(ConstructorMapper.of(OutboxEvent.class))
                    .list();
            if (!batch.isEmpty()) {
                publisher.publish(batch);
                handle.createUpdate("delete from outbox_event where id in (<ids>)")
                        .bindList("ids", batch.stream().map(OutboxEvent::id).toList())
                        .execute();
            }
            return batch.size();
        });
    }

    private void run() {
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

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(3_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}
