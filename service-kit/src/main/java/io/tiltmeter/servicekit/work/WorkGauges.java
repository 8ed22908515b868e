package io.tiltmeter.servicekit.work;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.persistence.RefreshedValues;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How many items of work and events wait, for Prometheus: the same from every replica, since they share the tables. One query
 * serves all gauges. While the database is unavailable they are NaN.
 */
@Singleton
public class WorkGauges {
    private static final Counts UNKNOWN =
            new Counts(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private final EntityManager entityManager;
    private final Supplier<Counts> counts;

    public WorkGauges(EntityManager entityManager, RefreshedValues values) {
        this.entityManager = entityManager;
        this.counts = values.keep(UNKNOWN, this::count);
    }

    private record Counts(
            double ready,
            double leased,
            double failed,
            double oldestSeconds,
            double outboxEvents,
            double outboxSetAside) {}

    /** Shows the gauges for as long as the registry lives, which holds this: it would else be collected, and all be NaN. */
    void show(@Observes StartupEvent event, MeterRegistry registry) {
        items(registry, "ready", Counts::ready);
        items(registry, "leased", Counts::leased);
        items(registry, "failed", Counts::failed);
        Gauge.builder(
                        "tiltmeter.work.oldest.seconds",
                        this,
                        gauges -> gauges.counts.get().oldestSeconds())
                .description("Age of the oldest open work item")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "tiltmeter.outbox.events",
                        this,
                        gauges -> gauges.counts.get().outboxEvents())
                .description("Events in the outbox that are not published yet")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "tiltmeter.outbox.set.aside",
                        this,
                        gauges -> gauges.counts.get().outboxSetAside())
                .description("Events in the outbox that the broker refuses for good")
                .strongReference(true)
                .register(registry);
    }

    private void items(MeterRegistry registry, String status, ToDoubleFunction<Counts> value) {
        Gauge.builder("tiltmeter.work.items", this, gauges -> value.applyAsDouble(gauges.counts.get()))
                .description("Work items by status")
                .strongReference(true)
                .tag("status", status)
                .register(registry);
    }

    /** Native: one query of two tables, with the age by the database's clock. */
    private Counts count() {
        Tuple row = (Tuple) entityManager.createNativeQuery("""
                        select (select count(*) from outbox_event where set_aside_at is null) as outbox_events,
                            (select count(*) from outbox_event where set_aside_at is not null) as outbox_set_aside,
                            (select count(*) from work_item where status = 'failed') as failed,
                            count(*) filter (where status = 'ready') as ready,
                            count(*) filter (where status = 'leased') as leased,
                            coalesce(extract(epoch from clock_timestamp() - min(accepted_at)), 0) as oldest_seconds
                        from work_item where status in ('ready', 'leased')
                        """, Tuple.class).getSingleResult();
        return new Counts(
                number(row, "ready"),
                number(row, "leased"),
                number(row, "failed"),
                number(row, "oldest_seconds"),
                number(row, "outbox_events"),
                number(row, "outbox_set_aside"));
    }

    private static double number(Tuple row, String column) {
        return ((Number) row.get(column)).doubleValue();
    }
}
