package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.hamcrest.Matchers.stringContainsInOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The whole service on a real database and broker. */
@QuarkusTest
class ResultsServiceIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final int FACTS = 40;
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Inject
    ArtifactStore artifacts;

    @Test
    void shuffledAndRepeatedEventsGiveTheSameCurveToTheLastDigit() throws IOException {
        broker.publish(study("in-order").all());
        List<ProducerRecord<String, String>> shuffled = study("shuffled").all();
        shuffled.addAll(shuffled.subList(20, 90));
        Collections.shuffle(shuffled, new Random(6));
        broker.publish(shuffled);
        awaitComplete("in-order");
        awaitComplete("shuffled");
        assertEquals(body("in-order", "curves"), body("shuffled", "curves"));
        assertEquals(body("in-order", "inversion"), body("shuffled", "inversion"));
        given().get("/api/v1/runs/shuffled").then().body("status", equalTo("completed"), "step", equalTo(250));
    }

    @Test
    void theVerdictOnARiseAndFallIsAnInversionWithItsNumbers() throws IOException {
        broker.publish(study("judged").all());
        awaitComplete("judged");
        given().get("/api/v1/runs/judged/inversion")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("inversion"))
                .body("provisional", equalTo(false))
                .body("sentence", startsWith("Inversion: counterfactual accuracy rose from"))
                .body("start_step", equalTo(0))
                .body("end_step", equalTo(250))
                .body("items", equalTo(2 * FACTS))
                .body("clusters", equalTo(FACTS))
                .body("drop", greaterThan(0.3f))
                .body("drop_low", greaterThan(0.1f))
                .body("standard_trend", equalTo("held"))
                .body("rule_version", equalTo(4))
                .body("suites", hasSize(1));
        given().get("/api/v1/runs?limit=1000")
                .then()
                .body("runs.find { it.run_id == 'judged' }.verdict", equalTo("inversion"));
    }

    @Test
    void aRunInTrainingShowsItsPlannedAndItsScoredCheckpoints() throws IOException {
        SyntheticStudy study = study("growing");
        broker.publish(study.atStep(0));
        broker.publish(List.of(study.run(RunStatus.TRAINING, 3), study.checkpoint(3)));
        broker.publish(List.of(study.event(
                EventTypes.EVALUATION_FAILED,
                new EvaluationFailed(
                        "growing", 3, "made-up-open-book-" + FACTS, 5, "no memory left", START, "template"))));
        awaitJson(
                "/api/v1/runs/growing",
                run -> run.getInt("checkpoints_saved") == 2
                        && run.getInt("checkpoints_scored") == 1
                        && run.getList("checkpoints[1].failed").size() == 1);
        given().get("/api/v1/runs/growing")
                .then()
                .body("checkpoints", hasSize(SyntheticStudy.STEPS.size()))
                .body("checkpoints[1].failed[0].reason", equalTo("no memory left"));
        given().get("/api/v1/runs/growing/inversion")
                .then()
                .body("verdict", equalTo("inconclusive"), "provisional", equalTo(true));
    }

    @Test
    void gaugesOfAnActiveRunComeAndGoWithIt() throws IOException {
        SyntheticStudy study = study("gauged");
        broker.publish(study.atStep(0));
        broker.publish(study.atStep(3));
        await().atMost(MAX_WAIT).until(() -> metrics().contains("tiltmeter_last_scored_step{run=\"gauged\"} 3.0"));
        String shown = metrics();
        for (String gauge : List.of(
                "tiltmeter_counterfactual_accuracy_ratio{run=\"gauged\",suite=\"cf_lab\"}",
                "tiltmeter_counterfactual_accuracy_low_ratio{run=\"gauged\",suite=\"cf_lab\"}",
                "tiltmeter_standard_accuracy_ratio{run=\"gauged\",suite=\"open_book\"}",
                "tiltmeter_inversion_state{run=\"gauged\",suite=\"cf_lab\"} 0.0",
                "tiltmeter_verdict{run=\"gauged\",suite=\"cf_lab\",verdict=\"inconclusive\"} 1.0",
                "tiltmeter_run_status{run=\"gauged\",status=\"training\"} 1.0")) {
            assertTrue(shown.contains(gauge), gauge);
        }
        broker.publish(List.of(study.run(RunStatus.CANCELLED, 3)));
        await().atMost(MAX_WAIT).until(() -> !metrics().contains("run=\"gauged\""));
    }

    @Test
    void anUndecodableRecordGoesToTheDeadLettersAndTheNextIsTaken() throws IOException {
        String topic = EventTypes.RUN_UPDATED.topic();
        broker.publish(List.of(
                new ProducerRecord<>(topic, "torn", "{\"run_id\": \"torn\", "),
                new ProducerRecord<>(topic, "odd", "{}")));
        broker.publish(List.of(study("torn").run(RunStatus.QUEUED, 0)));
        awaitJson("/api/v1/runs/torn", run -> run.getString("status").equals("queued"));
        await().atMost(MAX_WAIT)
                .until(() ->
                        broker.texts(EventTypes.RUN_UPDATED.deadLetterTopic()).size() == 2);
        assertTrue(broker.texts(EventTypes.RUN_UPDATED.deadLetterTopic()).contains("{}"));
    }

    @Test
    void workOnADamagedFileFailsAndItsRetryAfterTheRepairStoresTheOutcomes() throws IOException {
        SyntheticStudy study = study("damaged");
        List<ProducerRecord<String, String>> events = new ArrayList<>(study.atStep(0));
        Path outcomes = artifactDirectory.resolve("outcomes/damaged/step-0/cf_lab/template/contains-1.jsonl");
        byte[] whole = Files.readAllBytes(outcomes);
        Files.write(outcomes, "{}".getBytes(StandardCharsets.UTF_8));
        broker.publish(events);
        String failed = await().atMost(MAX_WAIT)
                .until(
                        () -> given().get("/api/v1/work?status=failed")
                                .jsonPath()
                                .getString("items.find { it.id.startsWith('fold:damaged:0:') }.id"),
                        id -> id != null);
        given().get("/api/v1/work/" + failed).then().body("reason", containsString("bytes instead of"));
        Files.write(outcomes, whole);
        given().post("/api/v1/work/" + failed + "/retry").then().statusCode(202);
        awaitPoints("damaged", 1);
        given().post("/api/v1/work/" + failed + "/retry").then().statusCode(409);
        given().post("/api/v1/work/" + failed + "/redrive").then().statusCode(409);
    }

    @Test
    void outcomesShowTheQuestionTheTextAndBothAnswers() throws IOException {
        broker.publish(study("asked").atStep(250));
        awaitPoints("asked", 1);
        given().get("/api/v1/runs/asked/outcomes?step=250&suite=cf_lab&answer=memory&limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].question", startsWith("what is the capital city of"))
                .body("items[0].memory_answer_found", equalTo(true))
                .body("items[0].context_answer_found", equalTo(false));
        String item = given().get("/api/v1/runs/asked/outcomes?step=250&suite=cf_lab&limit=1&offset=7")
                .path("items[0].item_id");
        given().get("/api/v1/runs/asked/outcomes?step=250&suite=cf_lab&item=" + item)
                .then()
                .body("total", equalTo(1))
                .body("items[0].item_id", equalTo(item));
        given().get("/api/v1/runs/asked/outcomes?step=250&suite=closed_book")
                .then()
                .body("kind", equalTo("standard"), "total", equalTo(FACTS));
        given().get("/api/v1/runs/asked/outcomes?step=3")
                .then()
                .statusCode(404)
                .body("detail", containsString("known: 250"));
    }

    @Test
    void theCurveIsAlsoSentAsCommaSeparatedValues() throws IOException {
        broker.publish(study("tabled").atStep(14));
        awaitPoints("tabled", 1);
        String byName = given().get("/api/v1/runs/tabled/curves?format=csv").asString();
        String byHeader = given().accept("text/csv")
                .get("/api/v1/runs/tabled/curves")
                .then()
                .contentType("text/csv")
                .extract()
                .asString();
        assertEquals(byName, byHeader);
        String[] lines = byName.split("\r\n");
        assertEquals(2, lines.length);
        assertTrue(
                lines[0].endsWith("standard_mean,standard_closed_book,standard_consistent_context,standard_open_book,"
                        + "training_loss_nats,complete,suite,scorer,scorer_version,arm,item_filter,engine,"
                        + "slice,x_axis,x,examples,base_model,segment,standard_segment,"
                        + "memorization_ratio,memorization_ratio_low,memorization_ratio_high,both_share,both_share_low,"
                        + "both_share_high,neither_share,neither_share_low,neither_share_high,margin_nats,"
                        + "margin_nats_low,margin_nats_high"));
        assertTrue(lines[1].startsWith("tabled,14,0.056,"), lines[1]);
        assertTrue(
                lines[1].contains(",true,cf_lab,contains,1,template,all,made up,,step,14.0,448,false,0,0,"), lines[1]);
        assertTrue(lines[1].endsWith(",,,"), lines[1]);
        assertEquals(lines[0].split(",").length, lines[1].split(",", -1).length);
    }

    @Test
    void anUnknownRunIsAProblemThatListsTheKnownOnes() throws IOException {
        broker.publish(List.of(study("known-one").run(RunStatus.WAITING, 0)));
        awaitJson("/api/v1/runs/known-one", run -> true);
        List<String> newest = given().get("/api/v1/runs?limit=3").jsonPath().getList("runs.run_id");
        for (String path : List.of("", "/curves", "/inversion", "/outcomes?step=0")) {
            given().get("/api/v1/runs/nowhere" + path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("detail", stringContainsInOrder(newest));
        }
    }

    @Test
    void wrongQueriesAreRefusedWithEveryFault() {
        given().get("/api/v1/runs?limit=0&offset=x")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("faults.field", equalTo(List.of("limit", "offset")));
        given().get("/api/v1/runs/any/curves?format=xml").then().statusCode(400);
        given().get("/api/v1/runs/any/outcomes").then().statusCode(400);
    }

    @Test
    void thePageAndTheWorkedExamplesAreServed() {
        given().get("/").then().statusCode(200).body(containsString("Tiltmeter"));
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(containsString("lab-20-full"));
    }

    private SyntheticStudy study(String runId) {
        return new SyntheticStudy(artifacts, runId, FACTS, START);
    }

    private static void awaitComplete(String runId) {
        awaitJson(
                "/api/v1/runs/" + runId,
                run -> run.getInt("checkpoints_scored") == SyntheticStudy.STEPS.size()
                        && run.getString("status").equals("completed"));
    }

    private static void awaitPoints(String runId, int points) {
        awaitJson(
                "/api/v1/runs/" + runId + "/curves",
                curve -> curve.getList("points.findAll { it.complete }").size() == points);
    }

    private static void awaitJson(String path, Predicate<JsonPath> holds) {
        await().atMost(MAX_WAIT).until(() -> {
            Response answer = given().get(path);
            return answer.statusCode() == 200 && holds.test(answer.jsonPath());
        });
    }

    private static String metrics() {
        return given().get("/q/metrics").asString();
    }

    /** The answer's text with the run's own name taken out. */
    private static String body(String runId, String what) {
        return given().get("/api/v1/runs/" + runId + "/" + what).asString().replace(runId, "RUN");
    }
}
