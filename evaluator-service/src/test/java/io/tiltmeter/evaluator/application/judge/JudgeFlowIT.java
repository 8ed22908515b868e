package io.tiltmeter.evaluator.application.judge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.application.PublishedCheckpoints;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.scorer.JudgeScorer;
import io.tiltmeter.evaluator.scorer.ScoringInput;
import io.tiltmeter.evaluator.scorer.Suites;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A judge behind a loopback server, whose replies are kept in the database. */
@QuarkusTest
class JudgeFlowIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    JudgeScorer judge;

    @Inject
    ArtifactStore artifacts;

    @Test
    void onlyAmbiguousItemsAreJudged() {
        int before = TestJudge.server.bodies.size();
        List<ItemOutcome> outcomes = judge.score(input("Who knows."));
        assertEquals(2, TestJudge.server.bodies.size() - before);
        assertTrue(outcomes.get(0).contextAnswerFound());
        assertEquals(
                "not asked: contains and first_mention agree",
                outcomes.get(0).note().orElseThrow());
        assertTrue(outcomes.get(2).note().orElseThrow().startsWith("judged by a-judge"));
    }

    @Test
    void noPromptIsSentTwice() {
        List<ItemOutcome> outcomes = judge.score(input("Nobody knows."));
        int before = TestJudge.server.bodies.size();
        assertEquals(outcomes, judge.score(input("Nobody knows.")));
        assertEquals(before, TestJudge.server.bodies.size());
    }

    @Test
    void theModelOfTheJudgeIsInTheNameOfItsSeries() {
        assertEquals("judge_model_a_judge", new ScorerId(judge.name(), judge.version(), judge.settings()).series());
    }

    @Test
    void aRefusalOfTheJudgeFailsItsScorerAloneWithTheReason() throws Exception {
        TestJudge.server.first(3, JudgeServer.status(401, "no such key"));
        EvaluationPlan plan = new EvaluationPlan(
                List.of("judge", "contains"),
                EvaluationPlan.DEFAULT.arms(),
                EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS,
                Optional.empty(),
                List.of(),
                Optional.empty());
        PublishedCheckpoints published = new PublishedCheckpoints(artifacts, plan);
        CheckpointReady checkpoint =
                published.checkpoint("unjudged", 5, List.of(published.conflictSuite("unjudged", 3)));
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(EventTypes.CHECKPOINT_READY, "unjudged", checkpoint);
            EvaluationFailed failed = broker.awaitEvents(EventTypes.EVALUATION_FAILED, "unjudged", 1)
                    .get(0);
            assertTrue(failed.reason().contains("401: no such key"), failed.reason());
            assertEquals(
                    "contains",
                    broker.awaitEvents(EventTypes.SUITE_EVALUATED, "unjudged", 1)
                            .get(0)
                            .scorer());
        }
    }

    @Test
    void theJudgeIsComparedWithAPerson() {
        given().contentType("application/json")
                .body("""
                        {"texts": [
                          {"generated": "Lyon.", "context_answer": "Lyon", "memory_answer": "Paris", "label": "context"},
                          {"generated": "Rome.", "context_answer": "Lyon", "memory_answer": "Paris", "label": "other"}]}
                        """)
                .post("/api/v1/judge/calibrations")
                .then()
                .statusCode(200)
                .body("texts", equalTo(2))
                .body("confusion.context.other", equalTo(1))
                .body("confusion.other.other", equalTo(1))
                .body("agreement.estimate", equalTo(0.5f));
    }

    @Test
    void everyFaultOfALabelledTextIsReportedAtOnce() {
        given().contentType("application/json")
                .body("{\"texts\": [{\"generated\": \"x\", \"context_answer\": \"\", \"label\": \"yes\"}]}")
                .post("/api/v1/judge/calibrations")
                .then()
                .statusCode(400)
                .body("faults.size()", equalTo(3));
    }

    /** The rules agree on the first item and differ on the second; neither finds an answer in the third. */
    private static ScoringInput input(String third) {
        List<SuiteItem> items = List.of(item("clear"), item("both"), item("neither"));
        return Suites.input(items, "It is Lyon.", "Lyon or Paris, " + third, third);
    }

    private static SuiteItem item(String id) {
        return new SuiteItem(id, id, "It is Lyon.", "Where?", "Lyon", "Paris", List.of(), List.of(), List.of());
    }
}
