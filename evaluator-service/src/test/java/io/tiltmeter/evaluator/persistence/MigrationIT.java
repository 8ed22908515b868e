package io.tiltmeter.evaluator.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.evaluator.persistence.AdoptionRepository.StoredAdoption;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database of an earlier version, brought up to date by the service: its state no longer depends on finished work. */
@QuarkusTest
@TestProfile(OldDatabase.Profile.class)
class MigrationIT {
    private static final Instant STARTED = Instant.parse("2026-03-02T09:00:00Z");
    private static final StoredWork DONE = new StoredWork(
            Status.DONE,
            3,
            Optional.of("old-replica"),
            Optional.of(STARTED),
            Optional.of(OldRows.AT),
            Optional.empty());

    @Inject
    EvaluationRepository evaluations;

    @Inject
    ModelResponseRepository responses;

    @Inject
    ScoreRepository scores;

    @Inject
    AdoptionRepository adoptions;

    @Inject
    ScoringRepository scorings;

    @Inject
    WorkRepository work;

    @Inject
    PatientTransactions transactions;

    @Inject
    EvaluatorDatabase database;

    @BeforeEach
    void deleteFinishedWork() {
        database.execute("delete from work_item where status = 'done'");
    }

    @Test
    void evaluationsKeepHowTheyEnded() {
        assertEquals(DONE, evaluation("facts", "template"));
        StoredWork failed = evaluation("closed", "template");
        assertEquals(Status.FAILED, failed.status());
        assertEquals(Optional.of("no memory left"), failed.reason());
        assertEquals(Status.READY, evaluation("mmlu.v1", "0-shot").status());
    }

    private StoredWork evaluation(String suite, String arm) {
        return transactions
                .call(() -> evaluations.evaluation("trl-sft", 7, suite, arm))
                .orElseThrow()
                .work();
    }

    @Test
    void responsesAndScoresAreRead() {
        String identity = OldRows.EVALUATIONS.get(0).identity();
        transactions.run(() -> {
            RequestedEvaluation requested = evaluations.requested(identity).get(0);
            ScorerId contains = new ScorerId("contains", 2, "");
            StoredScore score = Json.read(OldRows.stored("score"), StoredScore.class);
            assertEquals(score, scores.scores(identity).get(contains));
            assertTrue(!scores.markPublished(requested, contains), "published a second time");
            assertEquals(Optional.of(score.responses()), responses.complete(identity, ResponseKind.ANSWERS));
            ModelResponse saved = Json.read(OldRows.stored("likelihoods"), ModelResponse.class);
            assertEquals(List.of(saved), responses.chunks(identity, ResponseKind.LIKELIHOODS, "policy"));
        });
    }

    @Test
    void checkpointsFromElsewhereHaveRowsOfTheirOwn() {
        StoredAdoption adopted = adoption(500);
        assertEquals(Status.DONE, adopted.work().status());
        assertEquals(2, adopted.work().attempts());
        assertEquals(
                Json.read(OldRows.stored("adopted"), CheckpointReady.class),
                adopted.event().orElseThrow());
        StoredAdoption failed = adoption(600);
        assertEquals(Status.FAILED, failed.work().status());
        assertEquals(failed.task(), item(failed.task().id(), AdoptionTask.class));
    }

    private StoredAdoption adoption(int step) {
        return transactions.call(() -> adoptions.adoption("trl-sft", step)).orElseThrow();
    }

    @Test
    void shardsHaveRowsOfTheirOwn() {
        StoredScoring done = scoring(0);
        assertEquals(DONE, done.work());
        assertEquals(Optional.of(OldRows.event(0)), done.event());
        StoredScoring waiting = scoring(1);
        assertEquals(Status.READY, waiting.work().status());
        assertEquals(new ScoringTask(OldRows.request(1)), waiting.task());
        assertEquals(
                waiting.task(),
                transactions.call(
                        () -> scorings.task(work.item(waiting.task().id()).orElseThrow())));
    }

    private StoredScoring scoring(int shard) {
        return transactions
                .call(() -> scorings.scoring(ScoringTask.id("filter", shard)))
                .orElseThrow();
    }

    @Test
    void openWorkIsReadAsBefore() {
        OldRows.Evaluation waiting = OldRows.EVALUATIONS.get(2);
        assertEquals(
                Json.read(waiting.task(), EvaluationTask.class),
                item(EvaluationRepository.workId(waiting.identity()), EvaluationTask.class));
    }

    private <T> T item(String id, Class<T> type) {
        return Json.read(transactions.call(() -> work.item(id)).orElseThrow().payload(), type);
    }
}
