package io.tiltmeter.trainer.rest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicetest.StatementCounter;
import io.tiltmeter.trainer.application.RunAcceptance;
import io.tiltmeter.trainer.application.RunCalls;
import io.tiltmeter.trainer.application.TinyWorld;
import io.tiltmeter.trainer.application.TrainerDatabase;
import io.tiltmeter.trainer.application.WithoutWorkers;
import io.tiltmeter.trainer.finetuning.Requests;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.LossRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request makes as many statements for much as for little. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
class StatementCountIT {
    private static final int MANY = 50;

    @Inject
    TrainerDatabase database;

    @Inject
    StatementCounter statements;

    @Inject
    PatientTransactions transactions;

    @Inject
    RunAcceptance acceptance;

    @Inject
    DatasetRepository datasets;

    @Inject
    LossRepository losses;

    @Inject
    CheckpointRepository checkpoints;

    @Inject
    ArtifactStore artifacts;

    @BeforeEach
    void announceInputs() throws IOException {
        database.clear();
        TinyWorld world = new TinyWorld(artifacts);
        var mixture = world.documents("counted-docs", 10);
        transactions.run(() -> datasets.put(mixture));
        for (int i = 0; i < MANY; i++) {
            var suite = world.suite("counted-suite-" + i);
            transactions.run(() -> datasets.put(suite));
        }
    }

    @Test
    void listsOfManyMakeAsManyStatementsAsListsOfOne() {
        for (int i = 0; i < MANY; i++) {
            accept("counted-" + i);
        }
        transactions.run(() -> {
            losses.put(
                    "counted-0",
                    IntStream.rangeClosed(1, MANY)
                            .mapToObj(StatementCountIT::step)
                            .toList());
            IntStream.range(0, MANY).forEach(step -> checkpoints.put(checkpoint("counted-0", step)));
            checkpoints.put(checkpoint("counted-1", 0));
        });
        assertEquals(2, statementsOfList("/runs?limit=1", "runs", 1));
        assertEquals(2, statementsOfList("/runs?limit=50", "runs", MANY));
        assertEquals(2, statementsOfList("/runs?limit=50&status=queued", "runs", MANY));
        assertEquals(2, statementsOfList("/runs/counted-0/losses?limit=1", "losses", 1));
        assertEquals(2, statementsOfList("/runs/counted-0/losses", "losses", MANY));
        assertEquals(3, statementsOfList("/runs/counted-1/checkpoints", "checkpoints", 1));
        assertEquals(3, statementsOfList("/runs/counted-0/checkpoints", "checkpoints", MANY));
    }

    @Test
    void aRunOnManySuitesMakesAsManyStatementsAsARunOnOne() {
        long one = statements.count(() -> RunCalls.start(onSuites("one", 1)));
        assertEquals(one, statements.count(() -> RunCalls.start(onSuites("many", MANY))));
        assertTrue(one <= 16, one + " statements");
        assertEquals(one, statements.count(() -> RunCalls.start(onSuites("many", 1))), "a taken name costs more");
        long cancelling = statements.count(() -> RunCalls.cancel("many"));
        assertTrue(cancelling <= 8, cancelling + " statements");
    }

    @Test
    void theLossesOfManyStepsAreOneBatch() {
        accept("batched");
        List<StepRecord> steps =
                IntStream.rangeClosed(1, 500).mapToObj(StatementCountIT::step).toList();
        assertEquals(1, statements.count(() -> put("batched", steps)));
        assertEquals(1, statements.count(() -> put("batched", steps)), "steps that were taken before cost more");
        assertEquals(steps, transactions.call(() -> losses.losses("batched", 0, 1000)));
    }

    private Object put(String runId, List<StepRecord> steps) {
        transactions.run(() -> losses.put(runId, steps));
        return runId;
    }

    private long statementsOfList(String path, String list, int rows) {
        return statements.count(() -> {
            Response answer = given().get("/api/v1" + path);
            assertEquals(rows, answer.jsonPath().getList(list).size(), path);
            return answer;
        });
    }

    private void accept(String name) {
        transactions.run(() -> acceptance.accept(
                Requests.read(RunCalls.fresh(name, "counted-docs", "\"max_steps\": 60")), Optional.empty()));
    }

    private static String onSuites(String name, int count) {
        String suites = IntStream.range(0, count)
                .mapToObj(i -> "\"counted-suite-" + i + "\"")
                .collect(Collectors.joining(","));
        return RunCalls.fresh(name, "counted-docs", "\"max_steps\": 60, \"suites\": [" + suites + "]");
    }

    private static StepRecord step(int step) {
        return new StepRecord(step, 1.0 / step, 1e-3 / 3, Math.sqrt(step), step);
    }

    private static StoredCheckpoint checkpoint(String runId, int step) {
        ArtifactRef files =
                new ArtifactRef(ArtifactRef.SCHEME + "checkpoints/" + runId + "/" + step, "0".repeat(64), 1);
        return new StoredCheckpoint(
                runId, step, 0, 1, files, Optional.empty(), "0".repeat(64), Optional.of(files), true, Instant.EPOCH);
    }
}
