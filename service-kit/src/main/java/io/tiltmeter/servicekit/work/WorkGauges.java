package io.tiltmeter.servicekit.work;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * How many items of work and events wait, for Prometheus: the same from every replica, since they share the tables. One query
 * serves all gauges of a scrape. While the database is unavailable they are NaN.
 */
public final class WorkGauges {
    private static final Logger LOG = Logger.getLogger(WorkGauges.class);
    private static final long KEPT_NANOS = 1_000_000_000L;
    private static final Counts UNKNOWN = new Counts(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private final Jdbi jdbi;
    private Counts newest = UNKNOWN;
    private long readNanos = System.nanoTime() - KEPT_NANOS;

    public WorkGauges(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Counts(double ready, double leased, double failed, double oldestSeconds, double outboxEvents) {}

    /** Shows the gauges for as long as the registry lives, which holds this: it would else be collected, and all be NaN. */
    public void show(MeterRegistry registry) {
        items(registry, "ready", Counts::ready);
        items(registry, "leased", Counts::leased);
        items(registry, "failed", Counts::failed);
        Gauge.builder(
                        "tiltmeter.work.oldest.seconds",
                        this,
                        gauges -> gauges.read().oldestSeconds())
                .description("Age of the oldest open work item")
                .strongReference(true)
                .register(registry);
        Gauge.builder("tiltmeter.outbox.events", this, gauges -> gauges.read().outboxEvents())
                .description("Events in the outbox that are not published yet")
                .strongReference(true)
                .register(registry);
    }

    private void items(MeterRegistry registry, String status, ToDoubleFunction<Counts> value) {
        Gauge.builder("tiltmeter.work.items", this, gauges -> value.applyAsDouble(gauges.read()))
                .description("Work items by status")
                .strongReference(true)
                .tag("status", status)
                .register(registry);
    }

    private synchronized Counts read() {
        if (System.nanoTime() - readNanos >= KEPT_NANOS) {
            try {
                newest = count();
            } catch (RuntimeException e) {
                if (!Transactions.isDatabaseUnavailable(e)) {
                    throw e;
                }
                LOG.debugf("work is not counted, the database is unavailable reason=%s", e.getMessage());
                newest = UNKNOWN;
            }
            readNanos = System.nanoTime();
        }
        return newest;
    }

    private Counts count() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select (select count(*) from outbox_event) as outbox_events,
                            (select count(*) from work_item where status = 'failed') as failed,
                            count(*) filter (where status = 'ready') as ready,
                            count(*) filter (where status = 'leased') as leased,
                            coalesce(extract(epoch from clock_timestamp() - min(accepted_at)), 0) as oldest_seconds
                        from work_item where status in ('ready', 'leased')
                        """)
                .map((row, context) -> new Counts(
                        row.getDouble("ready"),
                        row.getDouble("leased"),
                        row.getDouble("failed"),
                        row.getDouble("oldest_seconds"),
                        row.getDouble("outbox_events")))
                .one());
    }
}
