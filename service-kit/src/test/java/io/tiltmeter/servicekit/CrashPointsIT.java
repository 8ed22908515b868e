package io.tiltmeter.servicekit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes die at every point between lease and acknowledgement, on a real database and broker. */
@QuarkusTest
@WithTestResource(KitStack.class)
class CrashPointsIT {
    private static final String TOPIC = EventTypes.DATASET_UPDATED.topic();

    @Inject
    KitDatabase database;

    @Inject
    PatientTransactions transactions;

    @Inject
    WorkRepository work;

    @Inject
    CrashingWork crashing;

    @Inject
    ArtifactStore artifacts;

    @Inject
    Config config;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path directory;

    @BeforeEach
    void acceptOneItem() throws IOException {
        database.clear();
        artifacts.delete(CrashingWork.FOLDER);
        transactions.run(() -> work.accept(CrashingWork.ITEM, "test", "", "{}"));
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashingWork.Point.class,
            names = {"NEVER"},
            mode = EnumSource.Mode.EXCLUDE)
    void afterADeathAnywhereTheNextProcessEndsTheWorkOnce(CrashingWork.Point point) throws Exception {
        long before = recordsOnTopic();

        assertTrue(crashesAt(point), "it should have died");
        assertTrue(unfinishedIsInvisible(directory), "a half-written folder has its final name");
        if (point.compareTo(CrashingWork.Point.AFTER_THE_COMMIT) < 0) {
            crashing.endAt(CrashingWork.Point.NEVER);
        } else {
            crashing.relayAll();
        }

        WorkItem item = transactions.call(() -> work.item(CrashingWork.ITEM)).orElseThrow();
        assertEquals(WorkItem.Status.DONE, item.status());
        assertEquals(0, database.rows("outbox_event"), "events are left in the outbox");
        assertEquals("second", Files.readString(directory.resolve(CrashingWork.FOLDER + "/b.txt")));
        long sent = recordsOnTopic() - before;
        long allowed = point == CrashingWork.Point.AFTER_SENDING ? 2 : 1;
        assertEquals(
                allowed,
                sent,
                "at least once, and twice only if it died between publishing and deleting it from the outbox");
    }

    @Test
    void anItemWhoseWorkersKeepDyingFailsAndCanBeRetried() throws Exception {
        for (int death = 0; death < work.settings().maxFailures(); death++) {
            assertTrue(crashesAt(CrashingWork.Point.AFTER_LEASE));
        }
        List<String> announced = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            work.lease("observer", "", new WorkHandler() {
                @Override
                public void handle(Lease lease) {}

                @Override
                public void failed(WorkItem item, String reason) {
                    announced.add(item.id());
                }
            });
            assertEquals(List.of(CrashingWork.ITEM), announced);
        });
        assertTrue(transactions.call(() -> work.retry(CrashingWork.ITEM)));
        crashing.endAt(CrashingWork.Point.NEVER);
    }

    private boolean crashesAt(CrashingWork.Point point) throws Exception {
        Map<String, String> settings = Map.of(
                "quarkus.datasource.jdbc.url",
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                "kafka.bootstrap.servers",
                SharedStack.bootstrapServers(),
                "tiltmeter.artifacts.directory",
                directory.toString());
        return CrashingProcess.crashesAt(point, settings, Path.of("target", "crashing-process.log"));
    }

    private static boolean unfinishedIsInvisible(Path directory) throws Exception {
        Path folder = directory.resolve(CrashingWork.FOLDER);
        return !Files.exists(folder) || Files.exists(folder.resolve("manifest.json"));
    }

    private static long recordsOnTopic() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SharedStack.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            return consumer
                    .endOffsets(consumer.partitionsFor(TOPIC).stream()
                            .map(info -> new TopicPartition(TOPIC, info.partition()))
                            .toList())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
