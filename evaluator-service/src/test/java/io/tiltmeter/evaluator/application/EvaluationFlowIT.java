package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.AnswerGeneration;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import io.tiltmeter.evaluator.evaluation.PromptRunner;
import io.tiltmeter.evaluator.evaluation.SavedResponses;
import io.tiltmeter.evaluator.scorer.Suites;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The evaluator receives checkpoints, evaluates them with a real model and publishes the outcomes. */
@QuarkusTest
class EvaluationFlowIT extends TestWithBroker {
    private static final String UNHEARD_OF = "nothing of the kind";

    @Inject
    ArtifactStore artifacts;

    private PublishedCheckpoints published;

    @BeforeEach
    void prepare() {
        published = new PublishedCheckpoints(artifacts);
    }

    @Test
    void everySuiteOfACheckpointIsEvaluatedInItsOrder() throws Exception {
        CheckpointReady checkpoint = evaluateTwoSuites("flow");
        List<SuiteEvaluated> evaluated = awaitEvaluated("flow", 2);
        assertEquals(
                checkpoint.suites(),
                evaluated.stream().map(SuiteEvaluated::suite).toList());
        assertEquals(
                outcomes(evaluated.get(0)),
                directOutcomes(checkpoint, checkpoint.suites().get(0)));
    }

    @Test
    void anEvaluationStatesItsCheckpointAndExecution() throws Exception {
        CheckpointReady checkpoint = evaluateTwoSuites("stated");
        SuiteEvaluated first = awaitEvaluated("stated", 2).get(0);
        assertEquals(14, first.checkpoint().step());
        assertEquals(250, first.checkpoint().totalSteps());
        assertEquals(checkpoint.weightsSha256(), first.weightsSha256());
        assertEquals("evaluator-under-test", first.execution().replica());
        assertTrue(
                first.execution().engine().matches("pytorch 2\\.7\\.1 cpu float32 threads=\\d+"),
                first.execution().engine());
        assertTrue(first.outcomes().uri().matches("artifact:evaluations/[0-9a-f]{32}/attempt-1/contains-v3.jsonl"));
        assertTrue(!first.execution().startedAt().isAfter(first.execution().finishedAt()));
    }

    @Test
    void theListShowsTheEvaluationsOfARun() throws Exception {
        evaluateTwoSuites("listed");
        get("/api/v1/evaluations?run_id=listed")
                .then()
                .statusCode(200)
                .body("counts.done", equalTo(2))
                .body("counts.failed", equalTo(0))
                .body("done_ratio", equalTo(1.0f))
                .body("evaluations[1].id", equalTo("listed/14/listed-a/template"))
                .body("evaluations[1].status", equalTo("done"));
    }

    @Test
    void metricsOfEvaluationsAreShownBySuiteKind() throws Exception {
        evaluateTwoSuites("measured");
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> get("/q/metrics")
                        .then()
                        .body(containsString("tiltmeter_scored_items_total{kind=\"knowledge_conflict\"}"))
                        .body(containsString(
                                "tiltmeter_evaluation_duration_seconds_count{kind=\"knowledge_conflict\"}"))
                        .body(containsString("tiltmeter_evaluation_lag_seconds_count{kind=\"knowledge_conflict\"}"))
                        .body(containsString("tiltmeter_evaluations_waiting 0.0"))
                        .body(containsString("tiltmeter_evaluations_in_flight")));
    }

    private CheckpointReady evaluateTwoSuites(String run) throws Exception {
        List<SuiteRef> suites =
                List.of(published.conflictSuite(run + "-a", 12), published.conflictSuite(run + "-b", 5));
        CheckpointReady checkpoint = published.checkpoint(run, 14, suites);
        broker.publish(EventTypes.CHECKPOINT_READY, run, checkpoint);
        awaitEvaluated(run, 2);
        return checkpoint;
    }

    @Test
    void anAdapterIsEvaluatedBesideItsBase() throws Exception {
        SuiteRef suite = published.conflictSuite("adapted", 6);
        CheckpointReady base = published.checkpoint("adapted-base", 1, List.of(suite));
        broker.publish(EventTypes.CHECKPOINT_READY, "adapted-base", base);
        for (int step = 1; step <= 2; step++) {
            CheckpointReady checkpoint = published.adapter("adapted", step, base, List.of(suite));
            broker.publish(EventTypes.CHECKPOINT_READY, "adapted", checkpoint);
            SuiteEvaluated evaluated = awaitEvaluated("adapted", step).get(step - 1);
            assertEquals(checkpoint.weightsSha256(), evaluated.weightsSha256());
            assertEquals(directOutcomes(checkpoint, suite), outcomes(evaluated));
            assertNotEquals(directOutcomes(base, suite), outcomes(evaluated), "the adapter changes no answer");
        }
    }

    @Test
    void countsEqualThoseOfTheOutcomes() throws Exception {
        SuiteRef blank = published.conflictSuite("counts-blank", 10);
        CheckpointReady probe = published.checkpoint("counts-probe", 1, List.of(blank));
        List<ItemOutcome> answers = directOutcomes(probe, blank);
        List<SuiteItem> items = IntStream.range(0, 10)
                .mapToObj(i -> withMemory(PublishedCheckpoints.item(i, "A" + i, "A" + (i + 1)), answers.get(i), i))
                .toList();
        long knowing = items.stream()
                .filter(item -> !item.memoryAnswer().equals(UNHEARD_OF))
                .count();
        assertTrue(knowing > 0, "the tiny model answers nothing: choose another seed");
        SuiteRef suite = published.suite("counts", items);
        broker.publish(
                EventTypes.CHECKPOINT_READY,
                "counts",
                published.publish("counts", 1, probe.model(), probe.weightsSha256(), List.of(suite)));

        SuiteEvaluated evaluated = awaitEvaluated("counts", 1).get(0);
        List<ItemOutcome> stored = outcomes(evaluated);
        assertEquals(
                stored.stream().filter(ItemOutcome::memoryAnswerFound).count(),
                evaluated.counts().memoryAnswerCount());
        assertEquals(
                stored.stream().filter(ItemOutcome::contextAnswerFound).count(),
                evaluated.counts().contextAnswerCount());
        assertEquals(
                stored.stream().filter(ItemOutcome::correct).count(),
                evaluated.counts().correctCount());
        assertEquals(knowing, evaluated.counts().memoryAnswerCount(), "items whose memory is what the model says");
    }

    @Test
    void aCheckpointPublishedTwiceIsEvaluatedOnce() throws Exception {
        SuiteRef suite = published.conflictSuite("twice", 3);
        CheckpointReady checkpoint = published.checkpoint("twice", 7, List.of(suite));
        broker.publish(EventTypes.CHECKPOINT_READY, "twice", checkpoint);
        awaitEvaluated("twice", 1);
        broker.publish(EventTypes.CHECKPOINT_READY, "twice", checkpoint);
        broker.publish(EventTypes.CHECKPOINT_READY, "twice", checkpoint);
        broker.publish(EventTypes.CHECKPOINT_READY, "twice", published.checkpoint("twice", 8, List.of(suite)));

        List<SuiteEvaluated> evaluated = awaitEvaluated("twice", 2);
        assertEquals(
                List.of(7, 8),
                evaluated.stream().map(each -> each.checkpoint().step()).toList());
        get("/api/v1/evaluations?run_id=twice").then().body("total", equalTo(2));
    }

    @Test
    void anUnreadableRecordGoesToTheDeadLettersAndTheNextOneIsHandled() throws Exception {
        broker.publishText(EventTypes.CHECKPOINT_READY, "dead", "{\"run_id\": \"dead\", \"step\": -1}");
        broker.publishText(EventTypes.CHECKPOINT_READY, "dead", "not json");
        SuiteRef suite = published.conflictSuite("dead", 2);
        broker.publish(EventTypes.CHECKPOINT_READY, "dead", published.checkpoint("dead", 1, List.of(suite)));

        awaitEvaluated("dead", 1);
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> assertEquals(
                        List.of("{\"run_id\": \"dead\", \"step\": -1}", "not json"),
                        broker.texts(EventTypes.CHECKPOINT_READY.deadLetterTopic(), "dead")));
    }

    @Test
    void anIdleReplicaBeginsWithinASecondOfTheEvent() throws Exception {
        SuiteRef suite = published.conflictSuite("prompt", 2);
        List<Duration> lags = new ArrayList<>();
        for (int step = 1; step <= 5; step++) {
            CheckpointReady checkpoint = published.checkpoint("prompt", step, List.of(suite));
            broker.publish(EventTypes.CHECKPOINT_READY, "prompt", checkpoint);
            SuiteEvaluated evaluated = awaitEvaluated("prompt", step).get(step - 1);
            lags.add(
                    Duration.between(checkpoint.savedAt(), evaluated.execution().startedAt()));
        }
        Duration median = lags.stream().sorted().toList().get(2);
        assertTrue(median.compareTo(Duration.ofSeconds(1)) < 0, "began after " + lags);
    }

    private List<SuiteEvaluated> awaitEvaluated(String runId, int count) {
        return broker.awaitEvents(EventTypes.SUITE_EVALUATED, runId, count);
    }

    private List<ItemOutcome> outcomes(SuiteEvaluated evaluated) throws Exception {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(evaluated.outcomes()))) {
            outcomes.add(Json.mapper().readValue(line, ItemOutcome.class));
        }
        return outcomes;
    }

    /** What the same weights answer without the service around them. */
    private List<ItemOutcome> directOutcomes(CheckpointReady checkpoint, SuiteRef suite) throws Exception {
        List<SuiteItem> items = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(suite.items()))) {
            items.add(Json.mapper().readValue(line, SuiteItem.class));
        }
        try (AnsweringModel model =
                AnsweringModel.load(artifacts.folder(checkpoint.base().orElse(checkpoint.model())))) {
            if (checkpoint.base().isPresent()) {
                model.model().useAdapter(artifacts.folder(checkpoint.model()));
            }
            PromptRunner runner = new PromptRunner(BatchPolicy.ONE_BY_ONE, SavedResponses.none(), done -> false);
            return Suites.outcomes(items, new AnswerGeneration(model, "lab", Arm.plain(24)).generate(items, runner));
        }
    }

    /** Even items remember what the model answered, word for word. */
    private static SuiteItem withMemory(SuiteItem item, ItemOutcome answer, int index) {
        boolean same = index % 2 == 0 && !answer.generated().isBlank();
        return new SuiteItem(
                item.id(),
                item.clusterId(),
                item.context(),
                item.question(),
                item.contextAnswer(),
                same ? answer.generated() : UNHEARD_OF,
                List.of(),
                List.of(),
                List.of());
    }
}
