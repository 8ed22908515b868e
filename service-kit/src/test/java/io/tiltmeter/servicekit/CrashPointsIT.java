package io.tiltmeter.servicekit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes die at every point between lease and acknowledgement, on a real database and broker. */
class CrashPointsIT {
    private static final String TOPIC = EventTypes.DATASET_UPDATED.topic();

    @TempDir
    Path temporary;

    @BeforeAll
    static void start() {
        SharedStack.start(List.of(TOPIC));
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashingProcess.Point.class,
            names = {"NEVER"},
            mode = EnumSource.Mode.EXCLUDE)
    void afterADeathAnywhereTheNextProcessEndsTheWorkOnce(CrashingProcess.Point point) throws Exception {
        String jdbcUrl = SharedStack.newDatabase("crash");
        KitDatabase database =
                KitDatabase.migrated(jdbcUrl, new KafkaEventPublisher(SharedStack.bootstrapServers(), "/crash-test"));
        database.transactions.run(handle -> database.work.accept(handle, CrashingProcess.ITEM, "test", "", "{}"));
        Path directory = temporary.resolve("artifacts");
        Files.createDirectories(directory);
        long before = recordsOnTopic();

        assertFalse(
                CrashingProcess.survives(point, jdbcUrl, SharedStack.bootstrapServers(), directory),
                "it should have died");
        assertTrue(unfinishedIsInvisible(directory), "a half-written folder has its final name");
        if (point.compareTo(CrashingProcess.Point.AFTER_THE_COMMIT) < 0) {
            assertTrue(
                    CrashingProcess.survives(
                            CrashingProcess.Point.NEVER, jdbcUrl, SharedStack.bootstrapServers(), directory),
                    "the second process should end the work");
        } else {
            // PostgreSQL may hold the dead process's lock on the row for a moment
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> database.relay.relayBatch() == 0 && database.rows("outbox_event") == 0);
        }

        WorkItem item = database.jdbi
                .withHandle(handle -> database.work.find(handle, CrashingProcess.ITEM))
                .orElseThrow();
        assertEquals(WorkItem.Status.DONE, item.status());
        assertEquals(0, database.rows("outbox_event"), "events are left in the outbox");
        assertEquals("second", Files.readString(directory.resolve(CrashingProcess.FOLDER + "/b.txt")));
        long sent = recordsOnTopic() - before;
        long allowed = point == CrashingProcess.Point.AFTER_SENDING ? 2 : 1;
        assertEquals(
                allowed,
                sent,
                "at least once, and twice only if it died between publishing and deleting it from the outbox");
    }

    @Test
    void anItemWhoseWorkersKeepDyingFailsAndCanBeRetried() throws Exception {
        String jdbcUrl = SharedStack.newDatabase("crash");
        KitDatabase database =
                KitDatabase.migrated(jdbcUrl, new KafkaEventPublisher(SharedStack.bootstrapServers(), "/crash-test"));
        database.transactions.run(handle -> database.work.accept(handle, CrashingProcess.ITEM, "test", "", "{}"));
        Path directory = temporary.resolve("artifacts");
        Files.createDirectories(directory);
        for (int death = 0; death < KitDatabase.QUICK.maxFailures(); death++) {
            CrashingProcess.survives(
                    CrashingProcess.Point.AFTER_LEASE, jdbcUrl, SharedStack.bootstrapServers(), directory);
        }
        List<String> announced = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            database.work.lease("observer", "", new WorkHandler() {
                @Override
                public void handle(Lease lease) {}

                @Override
                public void failed(Handle handle, WorkItem item, String reason) {
                    announced.add(item.id());
                }
            });
            assertEquals(List.of(CrashingProcess.ITEM), announced);
        });
        assertTrue(database.transactions.<Boolean>run(handle -> database.work.retry(handle, CrashingProcess.ITEM)));
        assertTrue(CrashingProcess.survives(
                CrashingProcess.Point.NEVER, jdbcUrl, SharedStack.bootstrapServers(), directory));
    }

    private static boolean unfinishedIsInvisible(Path directory) throws Exception {
        Path folder = directory.resolve(CrashingProcess.FOLDER);
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
