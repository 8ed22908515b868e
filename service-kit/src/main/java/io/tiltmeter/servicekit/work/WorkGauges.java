package io.tiltmeter.servicekit.work;

import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.persistence.DatabaseGauges;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.function.Supplier;

/**
 * How many items of work and events wait, for Prometheus: the same from every replica, since they share the tables. One query
 * serves all gauges. While the database is unavailable they are NaN.
 */
@Singleton
public class WorkGauges {
    private static final Counts UNKNOWN =
            new Counts(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private final EntityManager entityManager;
    private final DatabaseGauges gauges;

    public WorkGauges(EntityManager entityManager, DatabaseGauges gauges) {
        this.entityManager = entityManager;
        this.gauges = gauges;
    }

    private record Counts(
            double ready,
            double leased,
            double failed,
            double oldestSeconds,
            double outboxEvents,
            double outboxSetAside) {}

    void show(@Observes StartupEvent event) {
        Supplier<Counts> counts = gauges.keep(UNKNOWN, this::count);
        items("ready", () -> counts.get().ready());
        items("leased", () -> counts.get().leased());
        items("failed", () -> counts.get().failed());
        gauges.show(
                "tiltmeter.work.oldest.seconds",
                "Age of the oldest open work item",
                Tags.empty(),
                () -> counts.get().oldestSeconds());
        gauges.show(
                "tiltmeter.outbox.events",
                "Events in the outbox that are not published yet",
                Tags.empty(),
                () -> counts.get().outboxEvents());
        gauges.show(
                "tiltmeter.outbox.set.aside",
                "Events in the outbox that the broker refuses for good",
                Tags.empty(),
                () -> counts.get().outboxSetAside());
    }

    private void items(String status, Supplier<Number> value) {
        gauges.show("tiltmeter.work.items", "Work items by status", Tags.of("status", status), value);
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
