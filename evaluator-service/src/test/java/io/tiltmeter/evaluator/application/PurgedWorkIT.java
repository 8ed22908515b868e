package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queue forgets work that is done after some days; what the service knows and does stays the same. */
@QuarkusTest
class PurgedWorkIT extends TestWithBroker {
    @Inject
    ArtifactStore artifacts;

    @Inject
    EvaluatorDatabase database;

    @Test
    void anEvaluationIsShownAsItEndedAndNotRepeated() throws Exception {
        CheckpointReady checkpoint = evaluate("kept");
        String before = get("/api/v1/evaluations/kept/1/kept/template").asString();
        purgeEvaluations("kept");
        get("/api/v1/evaluations/kept/1/kept/template")
                .then()
                .body("status", equalTo("done"))
                .body("attempts", equalTo(1))
                .body("replica", equalTo("evaluator-under-test"))
                .body("finished_at", notNullValue())
                .body(equalTo(before));
        get("/api/v1/evaluations?status=done&run_id=kept").then().body("counts.done", equalTo(1));

        broker.publish(EventTypes.CHECKPOINT_READY, "kept", checkpoint);
        broker.publish(
                EventTypes.CHECKPOINT_READY,
                "kept",
                new PublishedCheckpoints(artifacts).checkpoint("kept", 2, checkpoint.suites()));
        assertEquals(
                2,
                broker.awaitEvents(EventTypes.SUITE_EVALUATED, "kept", 2)
                        .get(1)
                        .checkpoint()
                        .step());
        get("/api/v1/evaluations/kept/1/kept/template").then().body(equalTo(before));
    }

    @Test
    void anotherRunGetsTheKnownScoresOfTheSameWeights() throws Exception {
        CheckpointReady first = evaluate("known");
        purgeEvaluations("known");
        broker.publish(
                EventTypes.CHECKPOINT_READY,
                "knowing",
                new PublishedCheckpoints(artifacts)
                        .publish("knowing", 1, first.model(), first.weightsSha256(), first.suites()));
        SuiteEvaluated again =
                broker.awaitEvents(EventTypes.SUITE_EVALUATED, "knowing", 1).get(0);
        assertTrue(
                again.outcomes().uri().contains("/attempt-1/"), again.outcomes().uri());
        get("/api/v1/evaluations/knowing/1/known/template")
                .then()
                .body("status", equalTo("done"))
                .body("attempts", equalTo(1))
                .body("replica", equalTo("evaluator-under-test"));
    }

    @Test
    void aRescoringCountsTheAttemptsOn() throws Exception {
        evaluate("rescored-late");
        purgeEvaluations("rescored-late");
        given().contentType("application/json")
                .body("{\"run_id\": \"rescored-late\", \"scorers\": [\"first_mention\"]}")
                .post("/api/v1/rescorings")
                .then()
                .statusCode(202)
                .body("queued", equalTo(1));
        SuiteEvaluated rescored = broker.awaitEvents(EventTypes.SUITE_EVALUATED, "rescored-late", 2)
                .get(1);
        assertTrue(rescored.outcomes().uri().contains("/attempt-2/"), "files of the first attempt may be overwritten");
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> get("/api/v1/evaluations/rescored-late/1/rescored-late/template")
                        .then()
                        .body("status", equalTo("done"))
                        .body("attempts", equalTo(2)));
    }

    private CheckpointReady evaluate(String run) throws Exception {
        PublishedCheckpoints published = new PublishedCheckpoints(artifacts);
        SuiteRef suite = published.conflictSuite(run, 3);
        CheckpointReady checkpoint = published.checkpoint(run, 1, List.of(suite));
        broker.publish(EventTypes.CHECKPOINT_READY, run, checkpoint);
        broker.awaitEvents(EventTypes.SUITE_EVALUATED, run, 1);
        return checkpoint;
    }

    @Test
    void aShardIsShownAsItEndedAndPublishedAgainOnRequest() throws Exception {
        ScoringRequests requests = new ScoringRequests(artifacts);
        ArtifactRef file = requests.store("kept-shard", ScoringRequests.examples(5));
        ExamplesScoringRequested request =
                ScoringRequests.losses("kept-shard", requests.model("kept-shard", 5), file, 0, 1, 5);
        broker.publish(EventTypes.EXAMPLES_SCORING_REQUESTED, "kept-shard", request);
        ExamplesScored first =
                broker.awaitEvents(EventTypes.EXAMPLES_SCORED, "kept-shard", 1).get(0);
        purge("select id from scoring where request_id = ?", "kept-shard");
        get("/api/v1/scorings/kept-shard/0")
                .then()
                .body("status", equalTo("done"))
                .body("attempts", equalTo(1))
                .body("losses.uri", equalTo(first.losses().uri()));

        broker.publish(EventTypes.EXAMPLES_SCORING_REQUESTED, "kept-shard", request);
        assertEquals(List.of(first, first), broker.awaitEvents(EventTypes.EXAMPLES_SCORED, "kept-shard", 2));
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> get("/api/v1/scorings/kept-shard/0")
                        .then()
                        .body("status", equalTo("done"))
                        .body("attempts", equalTo(2)));
    }

    private void purgeEvaluations(String run) {
        purge("select 'evaluation/' || identity from evaluation where run_id = ?", run);
    }

    /** Deletes items that are done, as the queue does after some days. */
    private void purge(String ids, String owner) {
        String purge = "delete from work_item where status = 'done' and id in (" + ids + ")";
        await().atMost(MAX_WAIT).until(() -> database.execute(purge, owner) > 0);
    }
}
