package io.tiltmeter.servicekit.event;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicekit.KitStack;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A second process with the same replica name joins the group of a consumer. */
@QuarkusTest
@WithTestResource(KitStack.class)
@TestProfile(MembershipWatchIT.OftenWatched.class)
class MembershipWatchIT {
    private static final String TOPIC = PartitionWatchIT.TOPIC;
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    @Inject
    MembershipWatch watch;

    @Inject
    PartitionWatchIT.Reader reader;

    @Inject
    KafkaClientService clients;

    @Test
    void aConsumerWhosePlaceIsTakenEndsAndSaysWhy() throws Exception {
        SharedStack.start(List.of(TOPIC));
        String servers = SharedStack.bootstrapServers();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "for the first")).get();
            await().atMost(MAX_WAIT).until(() -> reader.read().equals(List.of("for the first")));
            assertEquals(Map.of(), watch.takenOver());

            Map<String, Object> settings = Map.of(
                    "bootstrap.servers", servers, "group.id", "kit-test", "group.instance.id", "twin_1." + TOPIC);
            try (KafkaConsumer<String, String> second =
                    new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
                second.subscribe(List.of(TOPIC));
                await().atMost(MAX_WAIT).until(() -> {
                    second.poll(Duration.ofMillis(100));
                    return watch.takenOver().containsKey(TOPIC);
                });
                String message = watch.takenOver().get(TOPIC);
                assertTrue(
                        message.contains("another process is the member twin_1.damaged-topic of group kit-test"),
                        message);
                assertTrue(message.contains("replicas are named twin@1, give each a name of its own"), message);
                given().get("/q/health/ready").then().statusCode(503).body(containsString("membership"));
                given().get("/q/health/live").then().statusCode(200);

                producer.send(new ProducerRecord<>(TOPIC, "for the second")).get();
                await().atMost(MAX_WAIT)
                        .until(() -> second.poll(Duration.ofMillis(100)).count() == 1);
                assertEquals(List.of("for the first"), reader.read());
            }
        }
    }

    @Test
    void consumersAreNamedByReplicaAndChannel() {
        assertEquals(
                "twin_1." + TOPIC, clients.getConsumer(TOPIC).configuration().get("group.instance.id"));
    }

    /** A replica with a name of two parts, which looks often. */
    public static final class OftenWatched implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tiltmeter.replica", "twin@1", "tiltmeter.consumers.look-every", "200ms");
        }
    }
}
