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
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** PostgreSQL and the broker stop and start again; the stack is this class's own, because it stops. */
class OutageIT {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static EmbeddedStack stack;
    private KitDatabase database;

    @BeforeAll
    static void start() {
        stack = EmbeddedStack.start(List.of(EventTypes.DATASET_UPDATED.topic()));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @BeforeEach
    void createSchema(TestInfo test) {
        String schema = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        database = KitDatabase.migrated(
                stack.jdbcUrl(schema), new KafkaEventPublisher(stack.bootstrapServers(), "/outage-test"));
    }

    @Test
    void workContinuesAfterPostgresWasKilledAndStarted() {
        Lease lease = lease();
        stack.killPostgres();
        new Thread(stack::startPostgres).start();
        database.work.complete(lease, this::announce);
        WorkItem item = database.jdbi
                .withHandle(handle -> database.work.find(handle, "a"))
                .orElseThrow();
        assertEquals(WorkItem.Status.DONE, item.status());
        await().atMost(MAX_WAIT).until(() -> database.relay.relayBatch() == 0 && database.rows("outbox_event") == 0);
    }

    @Test
    void anEventWaitsUntilTheBrokerIsStarted() {
        stack.stopKafka();
        database.work.complete(lease(), this::announce);
        database.relay.start();
        assertEquals(1, database.rows("outbox_event"));
        stack.startKafka();
        await().atMost(MAX_WAIT).until(() -> database.rows("outbox_event") == 0);
        database.relay.close();
    }

    private Lease lease() {
        database.transactions.run(handle -> database.work.accept(handle, "a", "test", "", "{}"));
        return database.work.lease("first", "", lease -> {}).orElseThrow();
    }

    private void announce(Handle handle) {
        database.outbox.append(handle, EventTypes.DATASET_UPDATED, "a", Samples.datasetUpdated("a"));
    }
}
