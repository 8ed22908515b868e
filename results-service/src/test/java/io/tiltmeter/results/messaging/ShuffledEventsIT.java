package io.tiltmeter.results.messaging;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.rest.SyntheticStudy;
import io.tiltmeter.results.rest.SyntheticSuite;
import io.tiltmeter.results.rest.Waiting;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * The events of one study, sent for a thousand runs, for each in a different order: shuffled, some several times, and
 * some long after all others. Every run's curve is the same, and so are the verdicts and warnings of every tenth.
 */
@QuarkusTest
class ShuffledEventsIT {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final List<Integer> STEPS = List.of(0, 14, 250);
    private static final String IN_ORDER = "shuffled-in-order";
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);
    private static final int ORDERS = 1_000;
    private static final int COMPARED_WHOLE = 100;
    private static final int FACTS = 6;
    private static final double REPEATED = 0.2;
    private static final double LATE = 0.1;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Test
    void theCurvesAreTheSameInWhateverOrderTheEventsArrive() throws IOException {
        List<ProducerRecord<String, String>> events = study();
        Random random = new Random(41);
        List<ProducerRecord<String, String>> soon = new ArrayList<>();
        List<ProducerRecord<String, String>> late = new ArrayList<>();
        for (int order = 0; order < ORDERS; order++) {
            List<ProducerRecord<String, String>> own = new ArrayList<>();
            for (ProducerRecord<String, String> event : events) {
                ProducerRecord<String, String> renamed = of(event, run(order));
                (random.nextDouble() < LATE ? late : own).add(renamed);
                while (random.nextDouble() < REPEATED) {
                    (random.nextBoolean() ? late : own).add(renamed);
                }
            }
            Collections.shuffle(own, random);
            soon.addAll(own);
        }
        Collections.shuffle(late, random);
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(events);
            broker.publish(soon);
            broker.publish(late);
        }
        Waiting.untilScores(IN_ORDER, 2 * STEPS.size());
        Waiting.untilJson(
                "/api/v1/runs/" + IN_ORDER, run -> run.getString("status").equals("completed"));
        String curve = answer(IN_ORDER, "/curves");
        assertTrue(curve.contains("\"step\":250"), curve);
        for (int order = 0; order < ORDERS; order++) {
            String run = run(order);
            if (!answer(run, "/curves").equals(curve)) {
                await().atMost(MAX_WAIT)
                        .untilAsserted(() -> assertEquals(curve, answer(run, "/curves"), "the curve of " + run));
            }
        }
        for (int order = 0; order < ORDERS; order += ORDERS / COMPARED_WHOLE) {
            for (String path : List.of("/curves", "/inversion", "/warning")) {
                assertEquals(answer(IN_ORDER, path), answer(run(order), path), path + " of " + run(order));
            }
        }
    }

    private List<ProducerRecord<String, String>> study() throws IOException {
        SyntheticStudy study = new SyntheticStudy(
                artifacts, IN_ORDER, SyntheticSuite.lab(FACTS).subList(0, 2), START);
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        events.add(study.run(RunStatus.WAITING, 0));
        for (int step : STEPS) {
            events.addAll(study.atStep(step));
        }
        events.add(study.run(RunStatus.COMPLETED, SyntheticStudy.TOTAL_STEPS));
        return events;
    }

    private static String run(int order) {
        return "shuffled-" + order;
    }

    /** The same of another run, whose outcomes are those of the first. */
    private static ProducerRecord<String, String> of(ProducerRecord<String, String> event, String run) {
        return new ProducerRecord<>(
                event.topic(),
                run,
                event.value()
                        .replace("\"run_id\":\"" + IN_ORDER + "\"", "\"run_id\":\"" + run + "\"")
                        .replace("\"run_name\":\"" + IN_ORDER + "\"", "\"run_name\":\"" + run + "\""));
    }

    private static String answer(String run, String path) {
        return given().get("/api/v1/runs/" + run + path).asString().replace("\"" + run + "\"", "\"the run\"");
    }
}
