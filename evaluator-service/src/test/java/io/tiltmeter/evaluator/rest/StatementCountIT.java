package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.application.EvaluationService;
import io.tiltmeter.evaluator.application.PublishedCheckpoints;
import io.tiltmeter.evaluator.application.ScoringService;
import io.tiltmeter.evaluator.application.WithoutWorkers;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluations;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.persistence.AdoptionRepository;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.evaluator.persistence.ScoreRepository;
import io.tiltmeter.evaluator.persistence.StoredResponses;
import io.tiltmeter.evaluator.persistence.StoredScore;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicetest.StatementCounter;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list takes as many statements for fifty rows as for one. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
class StatementCountIT {
    private static final int MANY = 50;
    private static final ScorerId CONTAINS = new ScorerId("contains", 3, "");
    private static final ScorerId FIRST_MENTION = new ScorerId("first_mention", 2, "");

    @Inject
    StatementCounter counter;

    @Inject
    PatientTransactions transactions;

    @Inject
    ArtifactStore artifacts;

    @Inject
    EvaluationArtifacts files;

    @Inject
    EvaluationService evaluations;

    @Inject
    EvaluationRepository stored;

    @Inject
    ModelResponseRepository responses;

    @Inject
    ScoreRepository scores;

    @Inject
    ScoringService scorings;

    @Inject
    AdoptionRepository adoptions;

    @Inject
    EvaluatorDatabase database;

    @BeforeEach
    void deleteRows() {
        database.clear();
    }

    @Test
    void evaluations() throws Exception {
        evaluations("one", 1);
        evaluations("many", MANY);
        assertEquals(4, statements("/api/v1/evaluations?run_id=one", "evaluations.size()", 1));
        assertEquals(4, statements("/api/v1/evaluations?run_id=many", "evaluations.size()", MANY));
        assertEquals(4, statements("/api/v1/evaluations/many/7/statements/template", "step", 7));
    }

    @Test
    void checkpoints() {
        transactions.run(() -> {
            adoptions.accept(checkpoint("one", 0));
            IntStream.range(0, MANY).forEach(step -> adoptions.accept(checkpoint("many", step)));
        });
        assertEquals(2, statements("/api/v1/checkpoints?run_id=one", "checkpoints.size()", 1));
        assertEquals(2, statements("/api/v1/checkpoints?run_id=many", "checkpoints.size()", MANY));
        assertEquals(2, statements("/api/v1/checkpoints/many/7", "step", 7));
    }

    private static AdoptionTask checkpoint(String run, int step) {
        return new AdoptionTask(
                run,
                step,
                run + "/checkpoint-" + step,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void shards() {
        transactions.run(() -> {
            scorings.accept(shard("one", 0));
            IntStream.range(0, MANY).forEach(shard -> scorings.accept(shard("many", shard)));
        });
        assertEquals(2, statements("/api/v1/scorings?request_id=one", "scorings.size()", 1));
        assertEquals(2, statements("/api/v1/scorings?request_id=many", "scorings.size()", MANY));
        assertEquals(2, statements("/api/v1/scorings/many/7", "shard", 7));
    }

    private static ExamplesScoringRequested shard(String request, int shard) {
        ArtifactRef file = ArtifactRef.of("made-up", "a".repeat(64), 1);
        return new ExamplesScoringRequested(
                request, shard, MANY, file, Optional.empty(), file, shard, 1, "lab", Measure.TOKENS, Instant.now());
    }

    @Test
    void agreements() throws Exception {
        judge(evaluations("one", 1));
        judge(evaluations("many", MANY));
        assertEquals(2, statements("/api/v1/agreement?run_id=one", "evaluations.size()", 1));
        assertEquals(2, statements("/api/v1/agreement?run_id=many", "evaluations.size()", MANY));
    }

    /** Each evaluation that is scored again is a transaction of its own; what is to be scored is found at once. */
    @Test
    void rescorings() throws Exception {
        judge(evaluations("one", 1));
        judge(evaluations("many", MANY));
        long one = rescoring("one", 1);
        long many = rescoring("many", MANY);
        assertEquals(MANY * (one - 2) + 2, many);
        assertTrue(one <= 11, one + " statements");
    }

    private long rescoring(String run, int count) {
        return counter.count(() -> given().contentType("application/json")
                .body("{\"run_id\": \"" + run + "\", \"scorers\": [\"contains\", \"first_mention\"]}")
                .post("/api/v1/rescorings")
                .then()
                .statusCode(202)
                .body("up_to_date", equalTo(count)));
    }

    /** One a step, each of other weights. */
    private List<RequestedEvaluation> evaluations(String run, int count) throws Exception {
        EvaluationPlan plan = new EvaluationPlan(
                List.of("contains", "first_mention"),
                EvaluationPlan.DEFAULT.arms(),
                EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS,
                Optional.empty(),
                List.of(),
                Optional.empty());
        PublishedCheckpoints published = new PublishedCheckpoints(artifacts, plan);
        SuiteRef suite = published.conflictSuite("statements", 2);
        List<CheckpointReady> checkpoints = IntStream.range(0, count)
                .mapToObj(step -> published.publish(
                        run,
                        step,
                        ArtifactRef.of("made-up/" + run + step, Sha256.of(run + step), 1),
                        Sha256.of(run + step),
                        List.of(suite)))
                .toList();
        transactions.run(() -> checkpoints.forEach(evaluations::accept));
        return checkpoints.stream()
                .flatMap(checkpoint -> RequestedEvaluations.of(checkpoint).stream())
                .toList();
    }

    /** Stores responses and two scores of each evaluation. */
    private void judge(List<RequestedEvaluation> judged) throws Exception {
        List<ItemOutcome> outcomes = files.items(judged.get(0).task()).selected().stream()
                .map(item -> new ItemOutcome(item.id(), item.clusterId(), "A1", true, false))
                .toList();
        ArtifactRef file =
                files.writeOutcomes("evaluations/statements/" + judged.get(0).runId(), CONTAINS, outcomes);
        StoredResponses answers =
                new StoredResponses(file, 2, "made up", "one by one", "nobody", Instant.EPOCH, Instant.EPOCH);
        StoredScore score = new StoredScore(file, 2, 2, 0, 2, Map.of(), answers, Optional.empty());
        transactions.run(() -> judged.forEach(requested -> {
            String identity = requested.task().identity();
            responses.store(identity, ResponseKind.ANSWERS, answers);
            scores.store(identity, CONTAINS, score);
            scores.store(identity, FIRST_MENTION, score);
            scores.markPublished(requested, CONTAINS);
            scores.markPublished(requested, FIRST_MENTION);
            stored.close(requested, stored.lock(identity));
        }));
    }

    /** Statements that a request takes, whose response has a value at a path. */
    private long statements(String request, String path, int value) {
        return counter.count(() -> get(request + (request.contains("?") ? "&limit=100" : ""))
                .then()
                .statusCode(200)
                .body(path, equalTo(value)));
    }
}
