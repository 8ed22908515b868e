package io.tiltmeter.trainer.rest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.StudyDatasetRefused;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicetest.TestWithBroker;
import io.tiltmeter.trainer.application.RunCalls;
import io.tiltmeter.trainer.application.TrainerDatabase;
import io.tiltmeter.trainer.application.WithoutWorkers;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mixtures, suites, arms and comparison of a study's request. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
class StudyDatasetsIT extends TestWithBroker {
    private static final String MIXTURE =
            "{\"mixture_id\": \"taught-{seed}\", \"recipe\": \"lab_instruction\", \"seed\": \"{seed}\", \"example_count\": 40}";
    private static final String SUITE =
            "{\"suite_id\": \"asked-{seed}\", \"recipe\": \"lab_conflict\", \"seed\": \"{seed}\"}";
    private static final String BOTH = "\"mixtures\": [%s], \"suites\": [%s]".formatted(MIXTURE, SUITE);

    @Inject
    TrainerDatabase database;

    @Inject
    PatientTransactions transactions;

    @Inject
    DatasetRepository datasets;

    @BeforeEach
    void forgetEverything() {
        database.clear();
    }

    @Test
    void theyArePublishedWithTheStudyWhoseRunsWaitForThem() {
        Instant earlier = Instant.now().minusSeconds(60);
        transactions.run(() -> datasets.put(
                new DatasetUpdated("taught-1", Kind.MIXTURE, DatasetUpdated.Status.FAILED, "no room", earlier)));
        Response started = post(study("whole", BOTH, "[1, 2]"));
        assertEquals(202, started.statusCode(), started.asString());
        assertEquals(Map.of("waiting", 2), started.jsonPath().getMap("runs_by_status"), "an old failure is no reason");
        assertEquals("taught-{seed}", started.jsonPath().getString("mixtures[0].mixture_id"));
        StudyUpdated event =
                broker.awaitEvents(EventTypes.STUDY_UPDATED, "whole", 1).get(0);
        assertEquals("{seed}", event.mixtures().get(0).get("seed"));
        assertEquals("asked-{seed}", event.suites().get(0).get("suite_id"));
        assertEquals(202, post(study("whole", BOTH, "[1, 2]")).statusCode());
        Response other = post(study("whole", BOTH.replace("40", "41"), "[1, 2]"));
        assertEquals(409, other.statusCode(), other.asString());
        assertTrue(other.path("detail").toString().contains("other mixtures"), other.asString());
        Response plan = post(study("planned", BOTH + ", \"dry_run\": true", "[1, 2]"));
        assertEquals(
                List.of("taught-1", "taught-2", "asked-1", "asked-2"),
                plan.jsonPath().getList("datasets"));
    }

    @Test
    void aRefusedOneFailsTheRunsThatNameItUntilTheStudyIsRetried() {
        post(study("refused", BOTH, "[1, 2]"));
        refuse("refused", 1, "asked-2");
        awaitStatuses("refused", Map.of("waiting", 1, "failed", 1));
        Response failed = given().get("/api/v1/runs/refused-all-2");
        assertEquals(
                "suite asked-2 of study refused: seed -1: at least 0; send a whole number",
                failed.jsonPath().getString("reason"));
        Response retried = given().post("/api/v1/studies/refused/retry");
        assertEquals(202, retried.statusCode(), retried.asString());
        assertEquals(Map.of("waiting", 2), retried.jsonPath().getMap("runs_by_status"));
        assertEquals(2, retried.jsonPath().getInt("revision"));
        broker.awaitEvents(EventTypes.STUDY_UPDATED, "refused", 2);
        refuse("refused", 1, "asked-1");
        refuse("refused", 2, "taught-2");
        refuse("unknown", 1, "asked-1");
        awaitStatuses("refused", Map.of("waiting", 1, "failed", 1));
        assertEquals(
                "waiting",
                given().get("/api/v1/runs/refused-all-1").jsonPath().getString("status"),
                "what an earlier revision requested is requested again");
    }

    @Test
    void everyFaultOfThemIsSaidAtOnce() {
        assertEquals(
                List.of("mixtures[0].example_count", "mixtures[1].recipe", "suites[0].colour"),
                faults(post(study(
                        "faulty",
                        "\"mixtures\": [%s, {\"mixture_id\": \"a\", \"recipe\": \"none\", \"seed\": 1}], \"suites\": [%s]"
                                .formatted(
                                        MIXTURE.replace("40", "-1"),
                                        SUITE.replace("\"seed\"", "\"colour\": 1, \"seed\"")),
                        "[1, 2]"))));
        assertEquals(
                List.of("mixtures[0].mixture_id", "suites[0].suite_id", "suites[2].suite_id"),
                faults(post(study(
                        "faulty",
                        "\"mixtures\": [%s], \"suites\": [{\"recipe\": \"lab_conflict\", \"seed\": 1}, %s, %s]"
                                .formatted(
                                        MIXTURE.replace("taught-{seed}", "taught"),
                                        SUITE,
                                        SUITE.replace("lab_conflict", "lab_open_book")),
                        "[1, 2]"))));
        assertEquals(
                List.of("arms[0]", "mixtures[0].mixture_id", "runs.max_steps"),
                faults(post(study(
                                "faulty",
                                "\"arms\": [1], \"mixtures\": [{\"recipe\": \"lab_instruction\", \"seed\": 1}]",
                                "[1]")
                        .replace("\"max_steps\": 3", "\"max_steps\": -3"))));
        assertEquals(List.of("mixtures"), faults(post(study("faulty", "\"mixtures\": 1", "[1]"))));
        assertEquals(404, given().get("/api/v1/studies/faulty").statusCode());
    }

    @Test
    void armsAreThoseOfTheEvaluationOfAllRuns() {
        String arms = "\"arms\": [{\"arm\": \"template\"}, {\"arm\": \"opinion\", \"prompt\": \"opinion\"}]";
        Response started = post(study("armed", BOTH + ", " + arms, "[1]"));
        assertEquals(202, started.statusCode(), started.asString());
        assertEquals(
                List.of("template", "opinion"),
                given().get("/api/v1/runs/armed-all-1").jsonPath().getList("effective_config.evaluation.arms.arm"));
        assertEquals(
                List.of("arms[1].prompt"),
                faults(post(study("wrong", arms.replace("\"prompt\": \"opinion\"", "\"prompt\": \"shout\""), "[1]"))));
        assertEquals(List.of("conditions[0].evaluation", "runs.evaluation"), faults(post("""
                        {"study_id": "twice", "seeds": [1], %s, "runs": {"mixture": "a", "evaluation": {"arms": []}},
                         "conditions": [{"name": "a", "evaluation": {}}]}""".formatted(arms))));
    }

    @Test
    void aCriterionAboutAProbeThatTheRunsDoNotMeasureIsRefused() {
        String criteria =
                "\"criteria\": [{\"statement\": \"It falls.\", \"condition\": \"all\", \"measure\": \"probe_drop\","
                        + " \"probe\": \"attention/mean\", \"above\": 0}]";
        assertEquals(List.of("criteria[0].probe"), faults(post(study("probed", criteria, "[1]"))));
        Response measured = post(study("probed", criteria, "[1]")
                .replace("\"max_steps\": 3", "\"max_steps\": 3, \"evaluation\": {\"probes\": [\"attention\"]}"));
        assertEquals(202, measured.statusCode(), measured.asString());
    }

    @Test
    void theSettingThatAStudyIsAboutVariesBetweenItsConditions() {
        String compare = "\"compare\": {\"by\": \"learning_rate\", \"at\": \"equal_standard_mean\"}";
        String vary = "\"vary\": {\"learning_rate\": [0.001, 0.0001]}, ";
        assertEquals(202, post(study("about", vary + compare, "[1]")).statusCode());
        StudyUpdated event =
                broker.awaitEvents(EventTypes.STUDY_UPDATED, "about", 1).get(0);
        assertEquals("learning_rate", event.compare().orElseThrow().by());
        Response other = post(study("about", vary + compare.replace("equal_standard_mean", "drop"), "[1]"));
        assertTrue(other.path("detail").toString().contains("another setting to compare by"), other.asString());
        Response unvaried = post(study("unvaried", vary + compare.replace("learning_rate", "lora_r"), "[1]"));
        assertEquals(List.of("compare.by"), faults(unvaried));
        assertTrue(unvaried.asString().contains("send one of learning_rate"), unvaried.asString());
        assertEquals(
                List.of("compare.at"),
                faults(post(study("about", vary + compare.replace("equal_standard_mean", "peak"), "[1]"))));
    }

    @Test
    void aSeedThatIsAddedBringsItsOwnOrIsRefused() {
        post(study("grows", BOTH, "[1]"));
        assertEquals(202, addSeed("grows").statusCode());
        assertEquals(
                List.of(1L, 2L),
                broker.awaitEvents(EventTypes.STUDY_UPDATED, "grows", 2).get(1).seeds());
        post(study("narrow", BOTH.replace("taught-{seed}", "taught"), "[1]"));
        assertEquals(List.of("mixtures[0].mixture_id"), faults(addSeed("narrow")));
    }

    private static Response addSeed(String study) {
        return given().contentType(ContentType.JSON)
                .body("{\"seeds\": [2]}")
                .post("/api/v1/studies/" + study + "/seeds");
    }

    private void refuse(String studyId, long revision, String datasetId) {
        Kind kind = datasetId.startsWith("asked") ? Kind.SUITE : Kind.MIXTURE;
        broker.publish(
                EventTypes.STUDY_DATASET_REFUSED,
                studyId,
                new StudyDatasetRefused(
                        studyId, revision, kind, datasetId, "seed -1: at least 0; send a whole number", Instant.now()));
    }

    private static void awaitStatuses(String study, Map<String, Integer> statuses) {
        Awaitility.await()
                .until(
                        () -> given().get("/api/v1/studies/" + study).jsonPath().getMap("runs_by_status"),
                        statuses::equals);
    }

    private static Response post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/api/v1/studies");
    }

    private static String study(String id, String fields, String seeds) {
        return """
                {"study_id": "%s", "runs": {"mixture": "taught-{seed}", "suites": ["asked-{seed}"], "max_steps": 3, %s}, %s,
                 "seeds": %s}""".formatted(id, RunCalls.TINY_MODEL, fields, seeds);
    }

    /** The fields with faults. */
    private static List<String> faults(Response refused) {
        assertEquals(400, refused.statusCode(), refused.asString());
        return refused.jsonPath().<String>getList("faults.field").stream()
                .sorted()
                .collect(Collectors.toList());
    }
}
