package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Live warnings on a real database and broker: the responses and the published events. */
@QuarkusTest
class WarningIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final int FACTS = 40;
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);

    @Inject
    ArtifactStore artifacts;

    @Test
    void shuffledAndRepeatedResultsPublishEachChangeOnce() throws IOException {
        broker.publish(study("warned-in-order").all());
        List<ProducerRecord<String, String>> shuffled = study("warned-shuffled").all();
        shuffled.addAll(shuffled.subList(10, 100));
        Collections.shuffle(shuffled, new Random(8));
        broker.publish(shuffled);
        awaitState("warned-in-order", "inverted");
        awaitState("warned-shuffled", "inverted");
        await().atMost(MAX_WAIT)
                .until(() -> changes("warned-in-order").size() == 2
                        && changes("warned-shuffled").size() == 2);
        assertEquals(List.of("watch@83", "inverted@139"), changes("warned-in-order"));
        assertEquals(changes("warned-in-order"), changes("warned-shuffled"));
        broker.publish(study("warned-in-order").atStep(97));
        broker.publish(List.of(study("after-them").run(RunStatus.WAITING, 0)));
        await().atMost(MAX_WAIT)
                .until(() -> given().get("/api/v1/runs/after-them").statusCode() == 200);
        assertEquals(List.of("watch@83", "inverted@139"), changes("warned-in-order"));
    }

    @Test
    void theWarningHasItsNumbersByAnyRule() throws IOException {
        broker.publish(study("asked-of").all());
        await().atMost(MAX_WAIT)
                .until(() -> Integer.valueOf(SyntheticStudy.TOTAL_STEPS)
                        .equals(given().get("/api/v1/runs/asked-of/warning")
                                .jsonPath()
                                .get("newest_step")));
        given().get("/api/v1/runs/asked-of/warning")
                .then()
                .statusCode(200)
                .body(
                        "suite",
                        equalTo("cf_lab"),
                        "state",
                        equalTo("inverted"),
                        "since_step",
                        equalTo(139),
                        "best_step",
                        equalTo(42))
                .body("parameters.window", equalTo(5), "parameters.patience", equalTo(5))
                .body("parameters.threshold", equalTo(0.08f))
                .body("suites", hasSize(1), "suites[0].state", equalTo("inverted"))
                .body("history", hasSize(SyntheticStudy.STEPS.size() - 4), "history[0].step", equalTo(14))
                .body("waiting_for_step", nullValue());
        given().get("/api/v1/runs/asked-of/warning?suite=cf_lab&window=1&threshold=0.9&patience=1")
                .then()
                .body("state", equalTo("none"), "since_step", nullValue())
                .body("history", hasSize(SyntheticStudy.STEPS.size()));
        given().get("/api/v1/runs/asked-of/warning?slice=relation:capital")
                .then()
                .body("state", equalTo("inverted"), "suites", hasSize(1));
        given().get("/api/v1/runs/asked-of")
                .then()
                .body("warning.state", equalTo("inverted"), "warning.since_step", equalTo(139));
        given().get("/api/v1/runs?limit=1000")
                .then()
                .body("runs.find { it.run_id == 'asked-of' }.warning.state", equalTo("inverted"));
        given().get("/api/v1/runs/asked-of/warning?suite=nowhere").then().statusCode(404);
    }

    @Test
    void aRunsOwnRuleIsFollowed() throws IOException {
        SyntheticStudy study = study("own-rule")
                .withEarlyStopping(Map.of("on", "inverted", "window", 2, "threshold", 0.1, "patience", 3));
        broker.publish(study.all());
        awaitState("own-rule", "inverted");
        given().get("/api/v1/runs/own-rule/warning")
                .then()
                .body("parameters.window", equalTo(2), "parameters.patience", equalTo(3))
                .body("parameters.threshold", equalTo(0.1f));
        await().atMost(MAX_WAIT).until(() -> changes("own-rule").size() == 2);
        InversionWarned inverted = events("own-rule").get(1);
        assertEquals(2, inverted.window());
        assertEquals(0.1, inverted.threshold());
        assertEquals("made-up-cf-lab-" + 2 * FACTS, inverted.suiteId());
    }

    @Test
    void aMissingCheckpointIsWaitedForUntilItIsScoredOrGivenUp() throws IOException {
        SyntheticStudy study = study("holed");
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (ProducerRecord<String, String> each : study.all()) {
            boolean missing = each.topic().equals("suite-evaluated")
                    && each.value().contains("\"step\":42,")
                    && each.value().contains("cf_lab");
            if (!missing) {
                events.add(each);
            }
        }
        broker.publish(events);
        await().atMost(MAX_WAIT)
                .until(() -> given().get("/api/v1/runs/holed/warning").statusCode() == 200
                        && Integer.valueOf(42)
                                .equals(given().get("/api/v1/runs/holed/warning")
                                        .jsonPath()
                                        .get("waiting_for_step"))
                        && given().get("/api/v1/runs/holed/curves")
                                        .jsonPath()
                                        .getList("points.findAll { it.complete }")
                                        .size()
                                == SyntheticStudy.STEPS.size() - 1);
        given().get("/api/v1/runs/holed/warning")
                .then()
                .body("state", equalTo("none"), "newest_step", equalTo(28))
                .body("newest_mean.doubleValue()", closeTo(0.6, 0.02));
        assertEquals(List.of(), changes("holed"));
        broker.publish(List.of(study.event(
                EventTypes.EVALUATION_FAILED,
                new EvaluationFailed(
                        "holed", 42, "made-up-cf-lab-" + 2 * FACTS, 5, "no memory left", START, "template"))));
        awaitState("holed", "inverted");
        await().atMost(MAX_WAIT).until(() -> changes("holed").size() == 2);
    }

    @Test
    void anInvalidRuleIsRefusedWithEveryFault() {
        given().get("/api/v1/runs/any/warning?window=0&threshold=8&patience=soon&items=some")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("faults.field", equalTo(List.of("window", "threshold", "patience", "items")));
        given().get("/api/v1/runs/nowhere/warning").then().statusCode(404);
    }

    private SyntheticStudy study(String runId) {
        return new SyntheticStudy(artifacts, runId, FACTS, START);
    }

    private static void awaitState(String runId, String state) {
        await().atMost(MAX_WAIT)
                .until(() -> state.equals(given().get("/api/v1/runs/" + runId + "/warning")
                        .jsonPath()
                        .getString("state")));
    }

    private List<String> changes(String runId) {
        return events(runId).stream()
                .map(event -> event.state().name().toLowerCase(Locale.ROOT) + "@" + event.step())
                .toList();
    }

    private List<InversionWarned> events(String runId) {
        EventCodec codec = new EventCodec();
        return broker.texts(EventTypes.INVERSION_WARNED.topic()).stream()
                .map(value -> codec.decode(EventTypes.INVERSION_WARNED, value))
                .filter(event -> event.runId().equals(runId))
                .toList();
    }
}
