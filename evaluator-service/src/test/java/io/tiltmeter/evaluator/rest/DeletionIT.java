package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunDeleted;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Runs from elsewhere that are deleted, and what is deleted of the trainer's runs. Weights follow from the step: no other test has these.
 */
@QuarkusTest
class DeletionIT extends TestWithAdoption {
    private static final String SUITE = "deletion-facts.v1";

    @Test
    void aRunFromElsewhereIsDeletedButForWhatAnotherRunHas() throws Exception {
        runs.publishSuite(SUITE, 5);
        String folder = "deletion/checkpoint-71";
        folders.checkpoint(folder, 71, 90);
        CheckpointReady first = adopted("deletion-one", folder);
        adopted("deletion-two", folder);
        SuiteEvaluated evaluated = runs.evaluated("deletion-one", 1).get(0);
        runs.evaluated("deletion-two", 1);
        String outcomes = evaluated.outcomes().path();
        String model = first.model().folder();

        delete("deletion-one?dry_run=true").body("dry_run", equalTo(true), "kept.id", equalTo(List.of(model)));
        assertEquals("done", RunsFromElsewhere.status("deletion-one", 71));
        delete("deletion-one")
                .body("deleted.id", equalTo(List.of("deletion-one")), "bytes", equalTo(0))
                .body("kept.needed_by", equalTo(List.of(List.of("run deletion-two"))));
        get("/api/v1/checkpoints/deletion-one/71").then().statusCode(404);
        get("/api/v1/evaluations?run_id=deletion-one").then().body("evaluations.size()", equalTo(0));
        runs.broker().awaitEvents(EventTypes.RUN_DELETED, "deletion-one", 1);
        assertTrue(artifacts.bytes(outcomes) > 0 && artifacts.bytes(model) > 0, "the other run has both");

        delete("deletion-two")
                .body("deleted.id", equalTo(List.of("deletion-two", model)), "bytes", greaterThan(1000))
                .body("kept", equalTo(List.of()));
        await().atMost(MAX_WAIT).until(() -> artifacts.bytes(outcomes) == 0 && artifacts.bytes(model) == 0);
        assertTrue(
                folders.root()
                        .resolve(folder)
                        .resolve("model.safetensors")
                        .toFile()
                        .exists(),
                "the folder itself stays");
        given().delete("/api/v1/checkpoints/deletion-two").then().statusCode(404);
    }

    @Test
    void theIdOfADeletedRunIsNotGivenAgain() throws Exception {
        runs.publishSuite(SUITE, 5);
        folders.checkpoint("deletion-again/checkpoint-72", 72, 90);
        adopted("deletion-again", "deletion-again/checkpoint-72");
        delete("deletion-again");
        runs.adopt(request("deletion-again", "deletion-again/checkpoint-72"))
                .statusCode(409)
                .body(
                        "detail",
                        equalTo("run deletion-again was deleted, and its id is not given again; send another run_id"));
    }

    @Test
    void openWorkOfADeletedRunIsGivenUp() throws Exception {
        runs.publishSuite("deletion-long-facts.v1", 12_000);
        folders.checkpoint("deletion-open/checkpoint-73", 73, 90);
        Map<String, Object> request = Map.of(
                "run_id", "deletion-open",
                "path", "deletion-open/checkpoint-73",
                "template", "lab",
                "suites", List.of("deletion-long-facts.v1"));
        runs.adopt(request).statusCode(202);
        await().atMost(MAX_WAIT)
                .until(() -> "running"
                        .equals(get("/api/v1/evaluations?run_id=deletion-open").path("evaluations[0].status")));
        delete("deletion-open");
        runs.publishSuite(SUITE, 5);
        folders.checkpoint("deletion-after/checkpoint-74", 74, 90);
        adopted("deletion-after", "deletion-after/checkpoint-74");
        runs.evaluated("deletion-after", 1);
        assertEquals(List.of(), runs.broker().events(EventTypes.SUITE_EVALUATED, "deletion-open"));
    }

    @Test
    void theEvaluationsOfTheTrainersRunsGoWhenItSaysSo() throws Exception {
        runs.publishSuite(SUITE, 5);
        folders.checkpoint("deletion-trained/checkpoint-75", 75, 90);
        adopted("deletion-source", "deletion-trained/checkpoint-75");
        SuiteEvaluated evaluated = runs.evaluated("deletion-source", 1).get(0);
        CheckpointReady ready = runs.ready("deletion-source", 1).get(0);
        CheckpointReady trained = ofRun("deletion-trained", ready);
        runs.broker().publish(EventTypes.CHECKPOINT_READY, "deletion-trained", trained);
        runs.evaluated("deletion-trained", 1);
        delete("deletion-source");
        assertTrue(artifacts.bytes(evaluated.outcomes().path()) > 0);

        RunDeleted event = new RunDeleted("deletion-trained", Instant.now());
        runs.broker().publish(EventTypes.RUN_DELETED, "deletion-trained", event);
        await().atMost(MAX_WAIT)
                .until(() -> artifacts.bytes(evaluated.outcomes().path()) == 0);
        runs.broker().publish(EventTypes.RUN_DELETED, "deletion-trained", event);
        runs.broker().publish(EventTypes.CHECKPOINT_READY, "deletion-trained", trained);
        CheckpointReady next = ofRun("deletion-next", ready);
        runs.broker().publish(EventTypes.CHECKPOINT_READY, "deletion-next", next);
        await().atMost(MAX_WAIT).until(() -> evaluations("deletion-next") == 1);
        assertEquals(0, evaluations("deletion-trained"), "a late checkpoint of a deleted run is ignored");
    }

    private static int evaluations(String run) {
        return get("/api/v1/evaluations?run_id=" + run).path("evaluations.size()");
    }

    private static CheckpointReady ofRun(String run, CheckpointReady other) {
        return new CheckpointReady(
                run,
                run,
                other.step(),
                other.totalSteps(),
                other.epochs(),
                other.model(),
                other.base(),
                other.weightsSha256(),
                other.template(),
                other.suites(),
                other.lossNats(),
                other.savedAt(),
                other.evaluation());
    }

    private CheckpointReady adopted(String run, String folder) throws IOException {
        runs.adopt(request(run, folder)).statusCode(202);
        return runs.ready(run, 1).get(0);
    }

    private static Map<String, Object> request(String run, String folder) {
        return Map.of(
                "run_id",
                run,
                "path",
                folder,
                "template",
                "lab",
                "suites",
                List.of(SUITE),
                "evaluation",
                Map.of("scorers", List.of("contains")));
    }

    private static ValidatableResponse delete(String run) {
        return given().delete("/api/v1/checkpoints/" + run).then().statusCode(200);
    }
}
