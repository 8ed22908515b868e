package io.tiltmeter.servicekit.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.servicekit.KitDatabase;
import io.tiltmeter.servicekit.Samples;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database is killed and the broker is stopped, so that these tests have both for themselves. */
class OutageIT {
    private static EmbeddedStack stack;

    @BeforeAll
    static void start() {
        stack = EmbeddedStack.start(List.of(EventTypes.DATASET_UPDATED.topic()));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void workContinuesAfterThePostgresProcessWasKilled() {
        KitDatabase database = database("killed_postgres");
        Lease lease = lease(database);
        stack.killPostgres();
        new Thread(stack::startPostgres).start();
        database.work.complete(lease, handle -> announce(database, handle));
        WorkItem item = database.jdbi
                .withHandle(handle -> database.work.find(handle, "a"))
                .orElseThrow();
        assertEquals(WorkItem.Status.DONE, item.status());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.relay.relayBatch() == 0 && database.rows("outbox_event") == 0);
    }

    @Test
    void eventsWaitForABrokerThatIsUnavailable() {
        KitDatabase database = database("stopped_broker");
        stack.stopKafka();
        database.work.complete(lease(database), handle -> announce(database, handle));
        database.relay.start();
        assertEquals(1, database.rows("outbox_event"));
        stack.startKafka();
        await().atMost(Duration.ofSeconds(60)).until(() -> database.rows("outbox_event") == 0);
        database.relay.close();
    }

    private static KitDatabase database(String schema) {
        return KitDatabase.migrated(
                stack.jdbcUrl(schema), new KafkaEventPublisher(stack.bootstrapServers(), "/outage-test"));
    }

    private static Lease lease(KitDatabase database) {
        database.transactions.run(handle -> database.work.accept(handle, "a", "test", "", "{}"));
        return database.work.lease("first", "", lease -> {}).orElseThrow();
    }

    private static void announce(KitDatabase database, Handle handle) {
        database.outbox.append(handle, EventTypes.DATASET_UPDATED, "a", Samples.datasetUpdated("a"));
    }
}
