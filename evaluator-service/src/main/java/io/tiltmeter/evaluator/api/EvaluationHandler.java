package io.tiltmeter.evaluator.api;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.evaluator.evaluation.Abandoned;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.GenerationSettings;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.SuiteEvaluation;
import io.tiltmeter.evaluator.evaluation.SuiteOutcome;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.store.EvaluationArtifacts;
import io.tiltmeter.evaluator.store.EvaluationTable;
import io.tiltmeter.evaluator.store.ModelFolders;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.wiring.ReplicaName;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkTable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Evaluates one checkpoint on one suite: the file first, then row and event in one transaction. */
@Singleton
public class EvaluationHandler implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(EvaluationHandler.class);

    @Inject
    HeldModel held;

    @Inject
    ModelFolders folders;

    @Inject
    EvaluationTable table;

    @Inject
    EvaluationArtifacts artifacts;

    @Inject
    WorkTable work;

    @Inject
    Outbox outbox;

    @Inject
    EvaluationMetrics metrics;

    @Inject
    EvaluationConfig config;

    @Inject
    ReplicaName replica;

    @Override
    public void handle(Lease lease) throws IOException {
        EvaluationTask task = table.task(lease.item());
        Instant startedAt = Instant.now();
        metrics.started(task, lease.item().attempt(), startedAt);
        boolean whole = false;
        try {
            evaluate(lease, task, startedAt);
            whole = true;
        } catch (Abandoned abandoned) {
            LOG.infof("evaluation left to another attempt item=%s reason=%s", task.id(), abandoned.getMessage());
        } finally {
            metrics.ended();
            if (!whole) {
                held.close();
            }
        }
    }

    private void evaluate(Lease lease, EvaluationTask task, Instant startedAt) throws IOException {
        AnsweringModel model = held.get(task.neededModel(), folders);
        SuiteEvaluation evaluation =
                new SuiteEvaluation(new GenerationSettings(config.maxNewTokens(), config.batchSize()));
        SuiteOutcome outcome = evaluation.evaluate(
                model, task.template(), artifacts.suiteItems(task.suite()), scored -> lease.isLost());
        work.report(lease, handle -> {}); // an attempt that was overtaken must not write over its successor's file
        ArtifactRef outcomes = artifacts.writeOutcomes(task, outcome);
        Instant finishedAt = Instant.now();
        SuiteEvaluated event = event(task, outcome, outcomes, startedAt, finishedAt);
        work.complete(lease, handle -> outbox.append(handle, EventTypes.SUITE_EVALUATED, task.runId(), event));
        metrics.evaluated(task, Duration.between(startedAt, finishedAt));
        LOG.infof(
                "suite evaluated run=%s step=%d suite=%s items=%d contextAnswers=%d memoryAnswers=%d took=%s",
                task.runId(),
                task.step(),
                task.suite().suiteId(),
                event.itemCount(),
                event.contextAnswerCount(),
                event.memoryAnswerCount(),
                Duration.between(startedAt, finishedAt));
    }

    private SuiteEvaluated event(
            EvaluationTask task, SuiteOutcome outcome, ArtifactRef outcomes, Instant startedAt, Instant finishedAt) {
        return new SuiteEvaluated(
                task.runId(),
                task.runName(),
                task.step(),
                task.totalSteps(),
                task.epochs(),
                task.suite(),
                ContainsScorer.NAME,
                ContainsScorer.VERSION,
                task.weightsSha256(),
                outcome.items().size(),
                outcome.contextAnswerCount(),
                outcome.memoryAnswerCount(),
                outcome.correctCount(),
                outcomes,
                TorchEngine.description(),
                replica.value(),
                task.checkpointSavedAt(),
                startedAt,
                finishedAt,
                Arm.DEFAULT_NAME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        EvaluationTask task = table.task(item);
        outbox.append(
                handle,
                EventTypes.EVALUATION_FAILED,
                task.runId(),
                new EvaluationFailed(
                        task.runId(),
                        task.step(),
                        task.suite().suiteId(),
                        item.attempt(),
                        reason,
                        Instant.now(),
                        Arm.DEFAULT_NAME));
        metrics.failed(task);
        LOG.errorf(
                "evaluation given up run=%s step=%d suite=%s attempts=%d reason=%s",
                task.runId(), task.step(), task.suite().suiteId(), item.attempt(), reason);
    }
}
