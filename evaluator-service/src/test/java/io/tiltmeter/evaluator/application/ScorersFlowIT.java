package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.evaluation.PromptStyle;
import io.tiltmeter.contracts.evaluation.Sampling;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The responses of a model are scored by many scorers and under many arms, each a series of its own. */
@QuarkusTest
class ScorersFlowIT extends TestWithBroker {
    private static final Arm TEMPLATE = Arm.plain(24);

    @Inject
    ArtifactStore artifacts;

    @Test
    void everyScorerScoresTheSameAnswersAndKeepsItsOwnOutcomes() throws Exception {
        Map<String, SuiteEvaluated> events = bySeries(evaluate("side-by-side", EvaluationPlan.DEFAULT, 12), 3);
        assertEquals(Set.of("template contains", "template first_mention", "template logprob"), events.keySet());
        SuiteEvaluated contains = events.get("template contains");
        assertEquals(contains.answers(), events.get("template first_mention").answers());
        assertNotEquals(
                contains.outcomes(), events.get("template first_mention").outcomes());
        assertEquals("up to 8192 tokens and 64 rows", contains.batching().orElseThrow());
        List<ItemOutcome> likelihoods = outcomes(events.get("template logprob"));
        assertEquals(12, likelihoods.size());
        assertTrue(
                likelihoods.stream().allMatch(outcome -> outcome.likelihoods().isPresent()));
        assertEquals(
                contains.counts().contextAnswerCount() / 12.0,
                contains.metrics().get("counterfactual_accuracy"),
                1e-12);
    }

    @Test
    void everyArmIsASeriesOfItsOwn() throws Exception {
        EvaluationPlan plan = plan(
                List.of("contains", "logprob"),
                List.of(
                        TEMPLATE,
                        Arm.of("opinion", PromptStyle.OPINION, 24),
                        new Arm("cad", "{question}", "{context}", "", 0.5, Optional.empty(), 24),
                        new Arm(
                                "sampled",
                                "{question}",
                                "{context}",
                                "",
                                0,
                                Optional.of(new Sampling(3, 1, 1, 7)),
                                24)),
                Optional.empty(),
                Optional.of(new Subset(5, Optional.of(3L))));
        Map<String, SuiteEvaluated> events = bySeries(evaluate("arms", plan, 12), 8);
        assertEquals(8, events.size(), events.keySet().toString());
        assertTrue(events.values().stream().allMatch(event -> event.counts().itemCount() == 5));
        assertEquals(0.5, events.get("cad contains").armSettings().orElseThrow().contextAwareWeight());
        assertTrue(outcomes(events.get("sampled contains")).stream()
                .allMatch(outcome -> outcome.answers().size() == 3));
        assertNotEquals(
                outcomes(events.get("template logprob")).get(0).likelihoods(),
                outcomes(events.get("cad logprob")).get(0).likelihoods());
    }

    @Test
    void theKnowledgeOfTheBaseIsEvaluatedOnceARun() throws Exception {
        EvaluationPlan plan =
                plan(List.of("contains"), List.of(TEMPLATE), Optional.of(new KnowledgeFilter(4, 1)), Optional.empty());
        PublishedCheckpoints published = new PublishedCheckpoints(artifacts, plan);
        SuiteRef suite = published.conflictSuite("knowledge", 8);
        CheckpointReady base = published.checkpoint("knowledge", 0, List.of(suite));
        broker.publish(EventTypes.CHECKPOINT_READY, "knowledge", published.checkpoint("knowledge", 9, List.of(suite)));
        broker.publish(EventTypes.CHECKPOINT_READY, "knowledge", base);
        Map<String, SuiteEvaluated> events = bySeries("knowledge", 3);
        SuiteEvaluated knowledge = events.get("knowledge knowledge");
        assertEquals(0, knowledge.checkpoint().step());
        assertTrue(outcomes(knowledge).stream()
                .allMatch(outcome -> outcome.metrics().containsKey("rivals_beaten")));
        get("/api/v1/evaluations?run_id=knowledge").then().body("total", equalTo(3));
    }

    @Test
    void anEvaluationThatTwoRunsRequestOfTheSameWeightsIsComputedOnce() throws Exception {
        PublishedCheckpoints published = new PublishedCheckpoints(artifacts);
        SuiteRef suite = published.conflictSuite("shared", 6);
        CheckpointReady first = published.checkpoint("shared-a", 3, List.of(suite));
        broker.publish(EventTypes.CHECKPOINT_READY, "shared-a", first);
        SuiteEvaluated one = bySeries("shared-a", 1).get("template contains");
        broker.publish(
                EventTypes.CHECKPOINT_READY,
                "shared-b",
                published.publish("shared-b", 77, first.model(), first.weightsSha256(), List.of(suite)));
        SuiteEvaluated other = bySeries("shared-b", 1).get("template contains");
        assertEquals(one.outcomes(), other.outcomes());
        assertEquals(one.execution().startedAt(), other.execution().startedAt(), "the second was computed again");
        assertEquals(77, other.checkpoint().step());
        get("/api/v1/evaluations/shared-b/77/shared/template")
                .then()
                .body("status", equalTo("done"))
                .body("attempts", equalTo(1))
                .body("items_done", equalTo(6));
    }

    @Test
    void storedAnswersAreScoredAgainWithoutTheModel() throws Exception {
        SuiteEvaluated contains = evaluateAndDeleteModel("rescored");
        rescore("""
                        {"run_id": "rescored", "scorers": ["contains", "first_mention", "logprob"]}
                        """).statusCode(202).body("evaluations", equalTo(1)).body("queued", equalTo(1));
        SuiteEvaluated firstMention = bySeries("rescored", 2).get("template first_mention");
        assertEquals(contains.answers(), firstMention.answers());
        assertEquals(contains.execution().startedAt(), firstMention.execution().startedAt());
    }

    @Test
    void whatWasScoredIsNotScoredAgain() throws Exception {
        evaluateAndDeleteModel("up-to-date");
        rescore("""
                        {"run_id": "up-to-date", "scorers": ["contains"]}
                        """).statusCode(202).body("up_to_date", equalTo(1));
    }

    @Test
    void everyFaultOfARescoringIsReportedAtOnce() {
        rescore("""
                        {"run_id": "rescored", "scorers": ["logprob"], "logprob_threshold": -1, "x": 2}
                        """).statusCode(400).body("faults.size()", equalTo(2));
    }

    private SuiteEvaluated evaluateAndDeleteModel(String run) throws Exception {
        SuiteEvaluated contains =
                bySeries(evaluate(run, PublishedCheckpoints.CONTAINS, 9), 1).get("template contains");
        broker.publish(
                EventTypes.CHECKPOINT_READY, run, new PublishedCheckpoints(artifacts).checkpoint(run, 6, List.of()));
        artifacts.delete("checkpoints/" + run + "/step-000005");
        return contains;
    }

    private static ValidatableResponse rescore(String request) {
        return given().contentType("application/json")
                .body(request)
                .post("/api/v1/rescorings")
                .then();
    }

    @Test
    void scorersAreComparedAndTheirDisagreementsListed() throws Exception {
        bySeries(evaluate("agreeing", EvaluationPlan.DEFAULT, 10), 3);
        get("/api/v1/agreement?run_id=agreeing&limit=3")
                .then()
                .statusCode(200)
                .body("all.items", equalTo(10))
                .body("evaluations[0].pairs.size()", equalTo(3))
                .body("evaluations[0].id", equalTo("agreeing/5/agreeing/template"));
    }

    @Test
    void agreementOfAnUnknownRunOrPageIsRefused() {
        get("/api/v1/agreement?limit=x").then().statusCode(400).body("faults.size()", equalTo(2));
        get("/api/v1/agreement?run_id=nobody").then().statusCode(400);
    }

    private String evaluate(String run, EvaluationPlan plan, int items) throws Exception {
        PublishedCheckpoints published = new PublishedCheckpoints(artifacts, plan);
        SuiteRef suite = published.conflictSuite(run, items);
        broker.publish(EventTypes.CHECKPOINT_READY, run, published.checkpoint(run, 5, List.of(suite)));
        return run;
    }

    /** By arm and scorer. */
    private Map<String, SuiteEvaluated> bySeries(String run, int count) {
        return broker.awaitEvents(EventTypes.SUITE_EVALUATED, run, count).stream()
                .collect(Collectors.toMap(
                        event -> event.arm() + " " + event.scorer()
                                + (event.checkpoint().step() == 9 ? " at 9" : ""),
                        Function.identity()));
    }

    private List<ItemOutcome> outcomes(SuiteEvaluated evaluated) throws Exception {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(evaluated.outcomes()))) {
            outcomes.add(Json.mapper().readValue(line, ItemOutcome.class));
        }
        return outcomes;
    }

    private static EvaluationPlan plan(
            List<String> scorers, List<Arm> arms, Optional<KnowledgeFilter> knowledge, Optional<Subset> subset) {
        return new EvaluationPlan(
                scorers, arms, EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS, knowledge, List.of(), subset);
    }
}
