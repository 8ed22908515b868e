package io.tiltmeter.servicekit.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicekit.KitDatabase;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class WorkGaugesIT {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void openAndFailedWorkAndWaitingEventsAreCounted() {
        SharedStack.start(List.of());
        KitDatabase database = KitDatabase.migrated(
                SharedStack.newDatabase("gauges"),
                new KafkaEventPublisher(SharedStack.bootstrapServers(), "/work-gauges-test"));
        new WorkGauges(database.jdbi).show(meters);
        System.gc();
        assertEquals(0, value("tiltmeter.work.oldest.seconds"));
        database.jdbi.useHandle(handle -> handle.execute("""
                    insert into work_item (id, kind, payload, status, accepted_at)
                    values ('a', 'k', '', 'ready', now() - interval '90 seconds'), ('b', 'k', '', 'ready', now()),
                        ('c', 'k', '', 'failed', now() - interval '1 hour'), ('d', 'k', '', 'done', now())
                    """));
        await().atMost(Duration.ofSeconds(20)).until(() -> items("ready") == 2);
        assertEquals(0, items("leased"));
        assertEquals(1, items("failed"));
        assertEquals(0, value("tiltmeter.outbox.events"));
        assertEquals(90, value("tiltmeter.work.oldest.seconds"), 30);
    }

    @Test
    void withoutTheDatabaseTheGaugesHaveNoNumber() {
        new WorkGauges(Jdbi.create("jdbc:postgresql://127.0.0.1:1/nowhere", "postgres", "")).show(meters);
        assertTrue(Double.isNaN(items("ready")));
    }

    private double items(String status) {
        return meters.get("tiltmeter.work.items").tag("status", status).gauge().value();
    }

    private double value(String name) {
        return meters.get(name).gauge().value();
    }
}
