package io.tiltmeter.servicekit.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.servicekit.GatedPublisher;
import io.tiltmeter.servicekit.KitDatabase;
import io.tiltmeter.servicekit.Samples;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL and the broker stop and start again; the stack is this class's own, because it stops. */
@QuarkusTest
@WithTestResource(OutageIT.OwnStack.class)
class OutageIT {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    EmbeddedStack stack;

    @Inject
    KitDatabase database;

    @Inject
    PatientTransactions transactions;

    @Inject
    WorkRepository work;

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    GatedPublisher publisher;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void deleteRows() {
        database.clear();
        publisher.hold(true);
    }

    @Test
    void workContinuesAfterPostgresWasKilledAndStarted() {
        Lease lease = lease();
        stack.killPostgres();
        await().atMost(MAX_WAIT)
                .until(() -> Double.isNaN(meters.get("tiltmeter.work.items")
                        .tag("status", "ready")
                        .gauge()
                        .value()));
        new Thread(stack::startPostgres).start();
        work.complete(lease, this::announce);
        assertEquals(
                WorkItem.Status.DONE,
                transactions.call(() -> work.item("a")).orElseThrow().status());
        await().atMost(MAX_WAIT).until(() -> relay.relayBatch() == 0 && database.rows("outbox_event") == 0);
    }

    @Test
    void anEventWaitsUntilTheBrokerIsStarted() {
        stack.stopKafka();
        work.complete(lease(), this::announce);
        publisher.hold(false);
        assertEquals(1, database.rows("outbox_event"));
        stack.startKafka();
        await().atMost(MAX_WAIT).until(() -> database.rows("outbox_event") == 0);
    }

    private Lease lease() {
        transactions.run(() -> work.accept("a", "test", "", "{}"));
        return work.lease("first", "", lease -> {}).orElseThrow();
    }

    private void announce() {
        outbox.append(EventTypes.DATASET_UPDATED, "a", Samples.datasetUpdated("a"));
    }

    /** A broker and a database for this class alone. */
    public static final class OwnStack implements QuarkusTestResourceLifecycleManager {
        private EmbeddedStack stack;

        @Override
        public Map<String, String> start() {
            stack = EmbeddedStack.start(List.of(EventTypes.DATASET_UPDATED.topic()));
            return Map.of(
                    "quarkus.datasource.jdbc.url",
                    stack.jdbcUrl("outage"),
                    "quarkus.flyway.schemas",
                    "outage",
                    "kafka.bootstrap.servers",
                    stack.bootstrapServers());
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(stack, new TestInjector.MatchesType(EmbeddedStack.class));
        }

        @Override
        public void stop() {
            stack.close();
        }
    }
}
