package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.ExampleLengths;
import io.tiltmeter.evaluator.evaluation.ExampleScoring;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The evaluator receives requests to measure examples and publishes the measurements of a real model. */
@QuarkusTest
class ScoringFlowIT extends TestWithBroker {
    private static final List<TrainingExample> EXAMPLES = ScoringRequests.examples(21);

    @Inject
    ArtifactStore artifacts;

    private ScoringRequests requests;

    @BeforeEach
    void prepare() {
        requests = new ScoringRequests(artifacts);
    }

    @Test
    void everyShardHasTheLossesThatTheModelGivesItsLines() throws Exception {
        ArtifactRef model = requests.model("scored", 5);
        ArtifactRef file = requests.store("scored", EXAMPLES);
        for (int shard = 0; shard < 3; shard++) {
            send(ScoringRequests.losses("scored", model, file, shard, 3, 7));
        }
        List<ExamplesScored> scored = awaitScored("scored", 3).stream()
                .sorted(Comparator.comparingInt(ExamplesScored::shard))
                .toList();
        try (AnsweringModel direct = AnsweringModel.load(artifacts.folder(model))) {
            for (int shard = 0; shard < 3; shard++) {
                ExamplesScored event = scored.get(shard);
                assertEquals(shard, event.shard());
                assertEquals(7, event.exampleCount());
                assertEquals(
                        "artifact:losses/scored/shard-%04d.jsonl".formatted(shard),
                        event.losses().uri());
                assertEquals("evaluator-under-test", event.replica().orElseThrow());
                assertTrue(event.engine().orElseThrow().startsWith("pytorch "), event.toString());
                assertEquals(
                        ExampleScoring.losses(direct, "lab", EXAMPLES.subList(7 * shard, 7 * shard + 7), done -> false),
                        requests.measurements(event.losses()));
            }
        }
    }

    @Test
    void theListShowsTheShardsOfARequest() throws Exception {
        scoreThreeShards("listed-shards");
        get("/api/v1/scorings?request_id=listed-shards&limit=2")
                .then()
                .body("counts.done", equalTo(3))
                .body("total", equalTo(3))
                .body("done_ratio", equalTo(1.0f))
                .body("scorings.size()", equalTo(2))
                .body("scorings[0].measure", equalTo("losses"))
                .body("scorings[0].losses.uri", containsString("losses/listed-shards/"));
    }

    @Test
    void shardsAreNotListedAsEvaluations() throws Exception {
        scoreThreeShards("unlisted-shards");
        get("/api/v1/evaluations?limit=500")
                .then()
                .statusCode(200)
                .body("evaluations.findAll { it.run_id == 'unlisted-shards' }.size()", equalTo(0));
        get("/api/v1/evaluations?run_id=scoring").then().statusCode(200).body("total", equalTo(0));
    }

    @Test
    void metricsOfScoringsAreShownByMeasure() throws Exception {
        scoreThreeShards("measured-shards");
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> get("/q/metrics")
                        .then()
                        .body(containsString("tiltmeter_scored_examples_total{measure=\"losses\"}"))
                        .body(containsString("tiltmeter_scoring_duration_seconds_count{measure=\"losses\"}"))
                        .body(containsString("tiltmeter_scorings_waiting 0.0"))
                        .body(containsString("tiltmeter_scorings_in_flight")));
    }

    private void scoreThreeShards(String request) throws Exception {
        ArtifactRef model = requests.model(request, 5);
        ArtifactRef file = requests.store(request, EXAMPLES);
        for (int shard = 0; shard < 3; shard++) {
            send(ScoringRequests.losses(request, model, file, shard, 3, 7));
        }
        awaitScored(request, 3);
    }

    @Test
    void anAdapterScoresBesideItsBase() throws Exception {
        ArtifactRef base = requests.model("adapter-scored", 1);
        ArtifactRef adapter = requests.adapter("adapter-scored", base);
        ArtifactRef file = requests.store("adapter-scored", EXAMPLES);
        ExamplesScoringRequested alone = ScoringRequests.losses("base-shard", base, file, 0, 1, 21);
        send(alone);
        send(ScoringRequests.under(adapter, ScoringRequests.losses("adapter-shard", base, file, 0, 1, 21)));
        List<ExampleMeasurement> adapted =
                requests.measurements(awaitScored("adapter-shard", 1).get(0).losses());
        try (AnsweringModel direct = AnsweringModel.load(artifacts.folder(base))) {
            direct.model().useAdapter(artifacts.folder(adapter));
            assertEquals(ExampleScoring.losses(direct, "lab", EXAMPLES, done -> false), adapted);
        }
        assertNotEquals(
                requests.measurements(awaitScored("base-shard", 1).get(0).losses()), adapted);
    }

    @Test
    void lengthsNeedTheTokenizerAlone() throws Exception {
        ArtifactRef model = requests.model("lengths", 5);
        Path folder = artifacts.folder(model);
        Files.delete(folder.resolve("model.safetensors"));
        ArtifactRef file = requests.store("lengths", EXAMPLES);
        send(ScoringRequests.with("lab", Measure.TOKENS, ScoringRequests.losses("lengths", model, file, 0, 1, 21)));
        ExamplesScored event = awaitScored("lengths", 1).get(0);
        ArtifactRef whole = requests.model("lengths-whole", 5);
        try (AnsweringModel direct = AnsweringModel.load(artifacts.folder(whole))) {
            assertEquals(
                    ExampleLengths.of(direct.tokenizer(), "lab", EXAMPLES, done -> false),
                    requests.measurements(event.losses()));
        }
        assertTrue(event.engine().isEmpty(), event.toString());
    }

    @Test
    void aShardRequestedAgainIsPublishedAgainUnchanged() throws Exception {
        ArtifactRef model = requests.model("repeated", 5);
        ArtifactRef file = requests.store("repeated", EXAMPLES);
        ExamplesScoringRequested request = ScoringRequests.losses("repeated", model, file, 0, 1, 21);
        send(request);
        ExamplesScored first = awaitScored("repeated", 1).get(0);
        Path losses = artifacts.file(first.losses());
        Object written = Files.getLastModifiedTime(losses);

        send(request);
        assertEquals(List.of(first, first), awaitScored("repeated", 2));
        send(ScoringRequests.losses("repeated", model, file, 0, 1, 21));
        assertEquals(
                List.of(first, first, first), awaitScored("repeated", 3), "the time of a request makes no other shard");
        assertEquals(written, Files.getLastModifiedTime(losses), "the file was not written again");
        get("/api/v1/scorings?request_id=repeated").then().body("total", equalTo(1));
        get("/api/v1/scorings/repeated/0")
                .then()
                .body("status", equalTo("done"))
                .body("attempts", equalTo(3));
    }

    @Test
    void requestsThatComeWhileTheShardIsWaitingAreOne() throws Exception {
        ArtifactRef model = requests.model("thrice", 5);
        ArtifactRef file = requests.store("thrice", EXAMPLES);
        for (int i = 0; i < 3; i++) {
            send(ScoringRequests.losses("thrice", model, file, 0, 2, 10));
        }
        send(ScoringRequests.losses("thrice", model, file, 1, 2, 10));
        await().atMost(MAX_WAIT)
                .until(() -> broker.events(EventTypes.EXAMPLES_SCORED, "thrice").stream()
                        .anyMatch(event -> event.shard() == 1));
        assertEquals(
                1,
                broker.events(EventTypes.EXAMPLES_SCORED, "thrice").stream()
                        .filter(event -> event.shard() == 0)
                        .distinct()
                        .count());
        get("/api/v1/scorings?request_id=thrice").then().body("total", equalTo(2));
    }

    @Test
    void aFileThatWasLostIsWrittenAgainToTheByte() throws Exception {
        ArtifactRef model = requests.model("lost", 5);
        ExamplesScoringRequested request =
                ScoringRequests.losses("lost", model, requests.store("lost", EXAMPLES), 0, 1, 21);
        send(request);
        ExamplesScored first = awaitScored("lost", 1).get(0);
        byte[] bytes = Files.readAllBytes(artifacts.file(first.losses()));
        artifacts.delete(first.losses().path());
        send(request);
        ExamplesScored second = awaitScored("lost", 2).get(1);
        assertEquals(first.losses(), second.losses());
        assertArrayEquals(bytes, Files.readAllBytes(artifacts.file(second.losses())));
    }

    @Test
    void anUnreadableRecordGoesToTheDeadLettersAndTheNextOneIsHandled() throws Exception {
        String impossible = "{\"request_id\": \"unreadable\", \"shard\": -1}";
        broker.publishText(EventTypes.EXAMPLES_SCORING_REQUESTED, "unreadable", impossible);
        ArtifactRef file = requests.store("unreadable", EXAMPLES);
        send(ScoringRequests.losses("unreadable", requests.model("unreadable", 5), file, 0, 1, 21));
        awaitScored("unreadable", 1);
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> assertEquals(
                        List.of(impossible),
                        broker.texts(EventTypes.EXAMPLES_SCORING_REQUESTED.deadLetterTopic(), "unreadable")));
    }

    private void send(ExamplesScoringRequested request) throws Exception {
        broker.publish(EventTypes.EXAMPLES_SCORING_REQUESTED, request.requestId(), request);
    }

    private List<ExamplesScored> awaitScored(String requestId, int count) {
        return broker.awaitEvents(EventTypes.EXAMPLES_SCORED, requestId, count);
    }
}
