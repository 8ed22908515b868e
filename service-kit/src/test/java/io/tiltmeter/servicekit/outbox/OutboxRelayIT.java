package io.tiltmeter.servicekit.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.GatedPublisher;
import io.tiltmeter.servicekit.KitDatabase;
import io.tiltmeter.servicekit.KitStack;
import io.tiltmeter.servicekit.Samples;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KitStack.class)
class OutboxRelayIT {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    @Inject
    KitDatabase database;

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    OutboxRepository rows;

    @Inject
    GatedPublisher publisher;

    @BeforeEach
    void deleteRows() {
        database.clear();
        publisher.hold(true);
    }

    @Test
    void eventsThatTheBrokerRefusesAreSetAsideAndTheOthersPass() {
        append("before");
        insert("dataset-updated", "repeat('x', 2000000)");
        insert("no topic?", "'{}'");
        append("after");

        // The service's own relay, which is held, may have some of them locked.
        await().atMost(MAX_WAIT)
                .until(() -> relay.relayBatch() == 0 && database.rows("outbox_event where set_aside_at is null") == 0);
        assertEquals(2, database.rows("outbox_event"));
        assertEquals(1, database.rows("outbox_event where set_aside_at is not null and reason like '%TooLarge%'"));
        assertEquals(1, database.rows("outbox_event where set_aside_at is not null and reason like '%InvalidTopic%'"));
    }

    @Test
    void anEventThatIsTooLargeIsRefusedBeforeAnythingIsStored() {
        DatasetUpdated large = new DatasetUpdated(
                "large",
                DatasetUpdated.Kind.MIXTURE,
                DatasetUpdated.Status.FAILED,
                "x".repeat(Outbox.MAX_EVENT_BYTES),
                Instant.EPOCH);
        InvalidRequest refused = assertThrows(
                InvalidRequest.class,
                () -> QuarkusTransaction.requiringNew()
                        .run(() -> outbox.append(EventTypes.DATASET_UPDATED, "large", large)));
        assertTrue(refused.getMessage().contains("at most 1000000 bytes"), refused.getMessage());
        assertEquals(0, database.rows("outbox_event"));
    }

    private void append(String id) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(EventTypes.DATASET_UPDATED, id, Samples.datasetUpdated(id)));
    }

    private void insert(String topic, String payload) {
        database.execute("insert into outbox_event (event_id, topic, event_key, event_type, payload) values"
                + " (gen_random_uuid(), '" + topic + "', 'key', 'type', " + payload + ")");
    }
}
