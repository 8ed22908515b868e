package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScoringFailed;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failed shards are retried if that can help, then published as failed, and can be requested again. */
@QuarkusTest
class ScoringFailureIT extends TestWithBroker {
    @Inject
    ArtifactStore artifacts;

    private ScoringRequests requests;

    @BeforeEach
    void prepare() {
        requests = new ScoringRequests(artifacts);
    }

    @Test
    void changedExamplesFailAfterRetries() throws Exception {
        ExamplesScoringRequested request = request("changed", 0, 10);
        flipBit(artifacts.file(request.examples()));
        send(request);
        ExamplesScoringFailed failed = awaitFailed("changed");
        assertEquals(3, failed.attempts());
        assertEquals(0, failed.shard());
        assertTrue(failed.reason().contains("measurements/changed/examples.jsonl was changed"), failed.reason());
        get("/api/v1/scorings?status=failed&request_id=changed")
                .then()
                .body("counts.failed", equalTo(1))
                .body("scorings[0].reason", containsString("was changed"));
    }

    @Test
    void aFailedShardIsScoredOnceItsExamplesAreRepairedAndItIsRequestedAgain() throws Exception {
        ExamplesScoringRequested request = request("repaired-shard", 0, 10);
        Path examples = artifacts.file(request.examples());
        flipBit(examples);
        send(request);
        awaitFailed("repaired-shard");
        flipBit(examples);
        send(request);
        awaitScored("repaired-shard");
        get("/api/v1/scorings/repaired-shard/0")
                .then()
                .body("status", equalTo("done"))
                .body("attempts", equalTo(4));
    }

    private static void flipBit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void aFailedShardIsScoredByARetryOnceItsExamplesAreThereAgain() throws Exception {
        ExamplesScoringRequested request = request("by-hand", 0, 10);
        byte[] whole = Files.readAllBytes(artifacts.file(request.examples()));
        artifacts.delete(request.examples().path());
        send(request);
        assertTrue(awaitFailed("by-hand").reason().contains("is missing"));

        artifacts.writeFile(request.examples().path(), out -> out.write(whole));
        post("/api/v1/scorings/by-hand/0/retry")
                .then()
                .statusCode(202)
                .header("Location", endsWith("/api/v1/scorings/by-hand/0"));
        awaitScored("by-hand");
    }

    @Test
    void onlyAFailedShardCanBeRetried() throws Exception {
        send(request("fine-shard", 0, 10));
        awaitScored("fine-shard");
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> post("/api/v1/scorings/fine-shard/0/retry")
                        .then()
                        .statusCode(409)
                        .body("detail", equalTo("scoring fine-shard/0 is done; only a failed one can be retried")));
        post("/api/v1/scorings/fine-shard/7/retry").then().statusCode(404).body("detail", containsString("known: "));
    }

    @Test
    void everyFaultOfAQueryIsReportedAtOnce() {
        get("/api/v1/scorings?request_id=By%20hand&status=broken")
                .then()
                .statusCode(400)
                .body("faults.field", equalTo(List.of("status", "request_id")));
    }

    @Test
    void anUnknownTemplateFailsWithoutRetriesAndTheRightOneIsScored() throws Exception {
        ExamplesScoringRequested request = request("misspelt", 0, 10);
        send(ScoringRequests.with("alpaka", Measure.LOSSES, request));
        ExamplesScoringFailed failed = awaitFailed("misspelt");
        assertEquals(1, failed.attempts());
        assertTrue(failed.reason().contains("'alpaka' is unknown; known: lab"), failed.reason());
        send(request);
        awaitScored("misspelt");
    }

    @Test
    void aFolderWithoutAModelFailsWithoutRetriesAndThePathOfTheStoreIsNotShown() throws Exception {
        ArtifactRef model = artifacts.writeFolder("checkpoints/no-model/step-000001", folder -> {
            Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"abacus\"}");
            Files.writeString(folder.resolve("tokenizer.json"), "{}");
        });
        ArtifactRef file = requests.store("no-model", ScoringRequests.examples(10));
        send(ScoringRequests.losses("no-model", model, file, 0, 1, 10));
        ExamplesScoringFailed failed = awaitFailed("no-model");
        assertEquals(1, failed.attempts());
        assertTrue(failed.reason().contains("abacus"), failed.reason());
        assertFalse(failed.reason().contains(System.getProperty("java.io.tmpdir")), failed.reason());
    }

    @Test
    void aShardBeyondTheEndOfItsFileFailsWithoutRetries() throws Exception {
        send(request("beyond", 1, 7));
        ExamplesScoringFailed failed = awaitFailed("beyond");
        assertEquals(1, failed.attempts());
        assertTrue(failed.reason().contains("has 10 examples"), failed.reason());
    }

    @Test
    void aLineThatIsNoExampleIsNamed() throws Exception {
        ArtifactRef file = artifacts.writeFile(
                "measurements/no-example/examples.jsonl", out -> out.write("{\"id\": \"1\"}\n".getBytes()));
        send(ScoringRequests.losses("no-example", requests.model("no-example", 5), file, 0, 1, 1));
        String reason = awaitFailed("no-example").reason();
        assertTrue(reason.startsWith("line 1 of artifact:measurements/no-example/examples.jsonl is no"), reason);
    }

    private ExamplesScoringRequested request(String id, int shard, int examplesAShard) throws Exception {
        ArtifactRef file = requests.store(id, ScoringRequests.examples(10));
        return ScoringRequests.losses(id, requests.model(id, 5), file, shard, 2, examplesAShard);
    }

    private void send(ExamplesScoringRequested request) throws Exception {
        broker.publish(EventTypes.EXAMPLES_SCORING_REQUESTED, request.requestId(), request);
    }

    private ExamplesScoringFailed awaitFailed(String requestId) {
        return broker.awaitEvents(EventTypes.EXAMPLES_SCORING_FAILED, requestId, 1)
                .get(0);
    }

    private void awaitScored(String requestId) {
        broker.awaitEvents(EventTypes.EXAMPLES_SCORED, requestId, 1);
    }
}
