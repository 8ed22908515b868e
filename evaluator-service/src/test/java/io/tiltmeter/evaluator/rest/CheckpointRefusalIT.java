package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests that are refused, with every fault at once, and their description in OpenAPI. */
@QuarkusTest
class CheckpointRefusalIT extends TestWithAdoption {
    @Test
    void openApiShowsBothFormsOfARequest() {
        get("/q/openapi?format=json")
                .then()
                .body(
                        "paths.'/api/v1/checkpoints'.post.requestBody.content.'application/json'.examples",
                        hasKey("hook"))
                .body("components.schemas.CheckpointRequest.properties", hasKey("checkpoint_dir"));
    }

    @Test
    void aRunOfTheTrainerServiceIsRefused() throws Exception {
        folders.checkpoint("trained/checkpoint-1", 1, 2);
        runs.broker().publish(EventTypes.RUN_UPDATED, "trained", trainersRun("trained"));
        await().atMost(MAX_WAIT)
                .until(() -> given().contentType(ContentType.JSON)
                        .body(Map.of("run_id", "trained", "path", "trained", "template", "labb"))
                        .post("/api/v1/checkpoints")
                        .then()
                        .extract()
                        .asString()
                        .contains("is a run of the trainer"));
    }

    @Test
    void everyFaultOfARequestIsReportedAtOnceAndNothingIsQueued() throws Exception {
        folders.checkpoint("faulty/checkpoint-1", 1, 2);
        runs.adopt(Map.of(
                        "run_id",
                        "Faulty",
                        "path",
                        "faulty/checkpoint-1",
                        "step",
                        2,
                        "total_steps",
                        0,
                        "suites",
                        List.of("unheard-of"),
                        "base",
                        "../elsewhere",
                        "evaluation",
                        Map.of("limit_seed", 1),
                        "extra",
                        1))
                .statusCode(400)
                .body(
                        "faults.field",
                        hasItems(
                                "run_id",
                                "step",
                                "total_steps",
                                "suites[0]",
                                "base",
                                "evaluation.limit_seed",
                                "template",
                                "extra"))
                .body("faults.remedy", hasItems(containsString("lab, plain, alpaca")));
        get("/api/v1/checkpoints?run_id=faulty").then().body("total", equalTo(0));
    }

    @Test
    void aRequestWithoutAPathIsRefused() {
        runs.adopt(Map.of("run_id", "pathless", "template", "lab"))
                .statusCode(400)
                .body("faults[0].field", equalTo("path"));
    }

    @Test
    void itemsThatAreTooLongForTheModelAreSaidAtTheRequest() throws Exception {
        folders.checkpoint("small/checkpoint-1", 1, 2);
        SuiteItem fits = RunsFromElsewhere.item(0, "the capital of S0 is A0 .");
        SuiteItem tooLong = RunsFromElsewhere.item(1, "the capital is A1 . ".repeat(1000));
        runs.publishSuite("one-too-long", List.of(fits, tooLong));
        runs.publishSuite("all-too-long", List.of(tooLong));
        runs.adopt(adoption("unfit", "all-too-long", "one-too-long"))
                .statusCode(400)
                .body("faults.field", equalTo(List.of("suites[0]")))
                .body("faults[0].limit", startsWith("has no item that fits the model: it has "))
                .body("faults[0].remedy", containsString("suite of shorter items"));
        get("/api/v1/checkpoints?run_id=unfit").then().body("total", equalTo(0));
        runs.adopt(adoption("fit", "one-too-long"))
                .statusCode(202)
                .body(
                        "notes[0]",
                        startsWith(
                                "1 of 2 items of suite one-too-long are left out at every checkpoint: the model has "));
        assertEquals(1.0, runs.evaluated("fit", 1).get(0).metrics().get("items_left_out"));
    }

    private static Map<String, Object> adoption(String runId, String... suites) {
        return Map.of(
                "run_id",
                runId,
                "path",
                "small",
                "template",
                "lab",
                "suites",
                List.of(suites),
                "evaluation",
                Map.of("scorers", List.of("contains")));
    }

    @Test
    void aRequestThatIsNotJsonIsRefused() {
        given().contentType(ContentType.JSON)
                .body("not json")
                .post("/api/v1/checkpoints")
                .then()
                .statusCode(400);
    }

    private static RunUpdated trainersRun(String runId) {
        return new RunUpdated(
                runId,
                runId,
                1,
                RunStatus.QUEUED,
                new RunUpdated.Progress(0, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty()),
                CheckpointPlan.NONE,
                List.of(),
                Map.of(),
                "",
                Instant.now(),
                Instant.now());
    }
}
