package io.tiltmeter.servicekit.event;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.embedded.EmbeddedKafka;
import io.tiltmeter.embedded.FreePorts;
import io.tiltmeter.embedded.SharedStack;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

/** A byte of a record changes on the broker's disk before the consumer reads it. */
@QuarkusTest
@WithTestResource(PartitionWatchIT.DamagedBroker.class)
class PartitionWatchIT {
    static final String TOPIC = "damaged-topic";

    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    @Inject
    PartitionWatch watch;

    @Inject
    Reader reader;

    @Inject
    MeterRegistry meters;

    @Test
    void aPartitionWithAChangedByteIsSaidUnhealthyAndNamedWithTheRemedy() {
        await().atMost(MAX_WAIT).until(() -> !watch.unreadable().isEmpty());
        assertEquals(List.of("record 0", "record 1"), reader.read());
        String message = watch.unreadable().get(PARTITION);
        assertTrue(message.contains("from offset 2 to 3 "), message);
        assertTrue(message.contains("--group kit-test --topic damaged-topic:0 --reset-offsets --to-offset 4"), message);
        given().get("/q/health/well")
                .then()
                .statusCode(503)
                .body(containsString("partitions"))
                .body(containsString("cannot be read from offset 2"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        assertEquals(1, meters.get("tiltmeter.partitions.unreadable").gauge().value());
    }

    /** A consumer, as services have them. */
    @ApplicationScoped
    public static class Reader {
        private final Queue<String> read = new ConcurrentLinkedQueue<>();

        @Incoming(TOPIC)
        void read(String record) {
            read.add(record);
        }

        List<String> read() {
            return List.copyOf(read);
        }
    }

    /** A broker of its own, whose topic has a changed byte in its second batch of two records. */
    public static final class DamagedBroker implements QuarkusTestResourceLifecycleManager {
        private Path directory;
        private EmbeddedKafka kafka;

        @Override
        public Map<String, String> start() {
            SharedStack.start(List.of());
            try {
                directory = Files.createTempDirectory("tiltmeter-damaged-");
                List<Integer> ports = FreePorts.pick(2);
                kafka = EmbeddedKafka.start(directory.resolve("kafka"), ports.get(0), ports.get(1));
                writeRecords();
                changeByte();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Map.of(
                    "quarkus.datasource.jdbc.url", SharedStack.newDatabase("kit"),
                    "kafka.bootstrap.servers", kafka.bootstrapServers(),
                    "tiltmeter.artifacts.directory",
                            directory.resolve("artifacts").toString(),
                    "tiltmeter.consumers.look-every", "200ms");
        }

        private void writeRecords() throws Exception {
            Map<String, Object> settings = new HashMap<>();
            settings.put("bootstrap.servers", kafka.bootstrapServers());
            settings.put("linger.ms", "60000");
            try (Admin admin = Admin.create(settings);
                    KafkaProducer<String, String> producer =
                            new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get();
                for (int record = 0; record < 6; record++) {
                    producer.send(new ProducerRecord<>(TOPIC, "record " + record));
                    if (record % 2 == 1) {
                        producer.flush();
                    }
                }
            }
        }

        private void changeByte() throws IOException {
            Path segment = directory.resolve("kafka").resolve(TOPIC + "-0").resolve("00000000000000000000.log");
            byte[] bytes = Files.readAllBytes(segment);
            int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("record 3");
            bytes[place]++;
            Files.write(segment, bytes);
        }

        @Override
        public void stop() {
            kafka.close();
        }
    }
}
