package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failed evaluations are retried, then published as failed, and can be retried on request. */
@QuarkusTest
class EvaluationFailureIT extends TestWithBroker {
    @Inject
    ArtifactStore artifacts;

    @Inject
    EvaluationService service;

    @Inject
    PatientTransactions transactions;

    @Inject
    EvaluatorDatabase database;

    private PublishedCheckpoints published;

    @BeforeEach
    void prepare() {
        published = new PublishedCheckpoints(artifacts);
    }

    @Test
    void changedWeightsFailAfterRetries() throws Exception {
        publishChangedWeights("broken");
        EvaluationFailed failed = awaitFailed("broken");
        assertEquals(3, failed.attempts());
        assertEquals("broken", failed.suiteId());
        assertTrue(failed.reason().contains("model.safetensors was changed"), failed.reason());
        get("/api/v1/evaluations?status=failed&run_id=broken")
                .then()
                .body("counts.failed", equalTo(1))
                .body("evaluations[0].attempts", equalTo(3))
                .body("evaluations[0].reason", containsString("model.safetensors was changed"));
    }

    @Test
    void aFailedEvaluationIsDoneByARetryOnceItsFilesAreRepaired() throws Exception {
        Path weights = publishChangedWeights("repaired");
        awaitFailed("repaired");
        flipLastBit(weights);
        post("/api/v1/evaluations/repaired/3/repaired/template/retry")
                .then()
                .statusCode(202)
                .header("Location", endsWith("/api/v1/evaluations/repaired/3/repaired/template"));
        broker.awaitEvents(EventTypes.SUITE_EVALUATED, "repaired", 1);
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> get("/api/v1/evaluations/repaired/3/repaired/template")
                        .then()
                        .body("status", equalTo("done"))
                        .body("attempts", equalTo(4)));
    }

    /** The file that was changed after its hash was published. */
    private Path publishChangedWeights(String run) throws Exception {
        CheckpointReady checkpoint = published.checkpoint(run, 3, List.of(published.conflictSuite(run, 4)));
        Path weights = artifacts.folder(checkpoint.model()).resolve("model.safetensors");
        flipLastBit(weights);
        broker.publish(EventTypes.CHECKPOINT_READY, run, checkpoint);
        return weights;
    }

    private static void flipLastBit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void otherWeightsThanPublishedAreRefused() throws Exception {
        CheckpointReady whole = published.checkpoint("swapped", 1, List.of(published.conflictSuite("swapped", 2)));
        broker.publish(
                EventTypes.CHECKPOINT_READY,
                "swapped",
                published.publish("swapped", 1, whole.model(), "0".repeat(64), whole.suites()));
        EvaluationFailed failed = awaitFailed("swapped");
        assertTrue(failed.reason().contains("was published with 000"), failed.reason());
    }

    @Test
    void aPromptWithoutRoomForAnAnswerFailsWithoutRetries() throws Exception {
        SuiteItem endless = PublishedCheckpoints.item(1, "A1 ".repeat(60).strip(), "A2");
        SuiteRef suite = published.suite("endless", List.of(endless));
        broker.publish(EventTypes.CHECKPOINT_READY, "endless", published.checkpoint("endless", 1, List.of(suite)));
        EvaluationFailed failed = awaitFailed("endless");
        assertEquals(1, failed.attempts());
        assertTrue(failed.reason().contains("no room for an answer"), failed.reason());
    }

    @Test
    void anItemWithoutRoomForAnAnswerIsLeftOutAndCounted() throws Exception {
        SuiteItem endless = PublishedCheckpoints.item(1, "A1 ".repeat(60).strip(), "A2");
        SuiteItem short1 = PublishedCheckpoints.item(2, "A1", "A2");
        SuiteRef suite = published.suite("long", List.of(endless, short1));
        broker.publish(EventTypes.CHECKPOINT_READY, "long", published.checkpoint("long", 1, List.of(suite)));
        SuiteEvaluated evaluated =
                broker.awaitEvents(EventTypes.SUITE_EVALUATED, "long", 1).get(0);
        assertEquals(1, evaluated.counts().itemCount());
        assertEquals(1, evaluated.metrics().get("items_left_out"));
    }

    @Test
    void aMissingSuiteFailsAloneAndIsNamed() throws Exception {
        SuiteRef gone = published.conflictSuite("gone-a", 2);
        SuiteRef there = published.conflictSuite("gone-b", 2);
        artifacts.delete(gone.items().path());
        broker.publish(EventTypes.CHECKPOINT_READY, "gone", published.checkpoint("gone", 1, List.of(gone, there)));
        assertTrue(awaitFailed("gone").reason().contains("suites/gone-a/items.jsonl is missing"));
        broker.awaitEvents(EventTypes.SUITE_EVALUATED, "gone", 1);
    }

    @Test
    void theWorkOfAReplicaThatEndedIsTakenOver() throws Exception {
        CheckpointReady checkpoint = published.checkpoint("orphan", 1, List.of(published.conflictSuite("orphan", 2)));
        transactions.run(() -> {
            service.accept(checkpoint);
            database.execute("""
                    update work_item set status = 'leased', attempt = 1, lease_owner = 'dead',
                        lease_until = clock_timestamp() + interval '100 milliseconds' where id = (
                        select 'evaluation/' || identity from evaluation where run_id = 'orphan')
                    """);
        });
        broker.awaitEvents(EventTypes.SUITE_EVALUATED, "orphan", 1);
        get("/api/v1/evaluations/orphan/1/orphan/template")
                .then()
                .body("status", equalTo("done"))
                .body("replica", equalTo("evaluator-under-test"))
                .body("attempts", equalTo(2));
    }

    @Test
    void onlyAFailedEvaluationCanBeRetried() throws Exception {
        broker.publish(
                EventTypes.CHECKPOINT_READY,
                "fine",
                published.checkpoint("fine", 1, List.of(published.conflictSuite("fine", 2))));
        broker.awaitEvents(EventTypes.SUITE_EVALUATED, "fine", 1);
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> post("/api/v1/evaluations/fine/1/fine/template/retry")
                        .then()
                        .statusCode(409)
                        .contentType("application/problem+json")
                        .body("detail", containsString("is done; only a failed one")));
        post("/api/v1/evaluations/fine/2/fine/template/retry")
                .then()
                .statusCode(404)
                .body("detail", containsString("known: "));
    }

    @Test
    void everyFaultOfAQueryIsReportedAtOnce() {
        get("/api/v1/evaluations?status=broken&limit=0&offset=x&run_id=A/B")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("faults.field", equalTo(List.of("status", "run_id", "limit", "offset")))
                .body("faults.limit", hasItem("is not one of waiting, running, done, failed, withdrawn"));
    }

    @Test
    void openApiDescribesEvaluationsWithExamples() {
        get("/q/openapi?format=json")
                .then()
                .body("info.title", equalTo("Tiltmeter evaluator-service"))
                .body("components.schemas.EvaluationResponse.properties.run_id.type", equalTo("string"))
                .body("components.schemas.EvaluationResponse.properties.items_total.type", equalTo("integer"))
                .body("components.schemas.EvaluationListResponse.properties.done_ratio.type", equalTo("number"))
                .body(containsString("lab-20-full/14/lab-conflict-20/template"));
    }

    @Test
    void theServiceIsReadyAndStatesItsName() {
        get("/q/health/ready").then().statusCode(200);
        get("/q/info").then().body("tiltmeter.service", equalTo("evaluator-service"));
    }

    private EvaluationFailed awaitFailed(String runId) {
        return broker.awaitEvents(EventTypes.EVALUATION_FAILED, runId, 1).get(0);
    }
}
