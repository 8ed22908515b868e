package io.tiltmeter.servicekit.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.servicekit.KitDatabase;
import io.tiltmeter.servicekit.KitStack;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KitStack.class)
class WorkGaugesIT {
    @Inject
    MeterRegistry meters;

    @Inject
    KitDatabase database;

    @Test
    void openAndFailedWorkAndWaitingEventsAreCounted() {
        database.clear();
        System.gc();
        await().atMost(Duration.ofSeconds(20)).until(() -> value("tiltmeter.work.oldest.seconds") == 0);
        database.execute("""
                    insert into work_item (id, kind, payload, status, accepted_at)
                    values ('a', 'k', '', 'ready', now() - interval '90 seconds'), ('b', 'k', '', 'ready', now()),
                        ('c', 'k', '', 'failed', now() - interval '1 hour'), ('d', 'k', '', 'done', now())
                    """);
        await().atMost(Duration.ofSeconds(20)).until(() -> items("ready") == 2);
        assertEquals(0, items("leased"));
        assertEquals(1, items("failed"));
        assertEquals(0, value("tiltmeter.outbox.events"));
        assertEquals(90, value("tiltmeter.work.oldest.seconds"), 30);
    }

    private double items(String status) {
        return meters.get("tiltmeter.work.items").tag("status", status).gauge().value();
    }

    private double value(String name) {
        return meters.get(name).gauge().value();
    }
}
