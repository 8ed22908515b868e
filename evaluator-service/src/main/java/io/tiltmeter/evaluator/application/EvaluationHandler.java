package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.evaluator.application.ModelResponseService.SuiteResponses;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.evaluation.SuiteCounts;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ScoreRepository;
import io.tiltmeter.evaluator.persistence.StoredScore;
import io.tiltmeter.evaluator.scorer.Scorer;
import io.tiltmeter.evaluator.scorer.ScoringInput;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.IdleTask;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Evaluates a model on a suite: writes files of responses and outcomes, then stores rows and events in one transaction. */
@Singleton
public class EvaluationHandler implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(EvaluationHandler.class);

    private final HeldModel held;
    private final ModelResponseService responses;
    private final ScorerRegistry scorers;
    private final HarnessWriter harness;
    private final EvaluationRepository evaluations;
    private final ScoreRepository scores;
    private final EvaluationArtifacts artifacts;
    private final EvaluationPublisher publisher;
    private final WorkRepository work;
    private final PatientTransactions transactions;
    private final EvaluationMetrics metrics;
    private final EvaluationConfig config;
    private final DeletionService deletions;

    public EvaluationHandler(
            HeldModel held,
            ModelResponseService responses,
            ScorerRegistry scorers,
            HarnessWriter harness,
            EvaluationRepository evaluations,
            ScoreRepository scores,
            EvaluationArtifacts artifacts,
            EvaluationPublisher publisher,
            WorkRepository work,
            PatientTransactions transactions,
            EvaluationMetrics metrics,
            EvaluationConfig config,
            DeletionService deletions) {
        this.held = held;
        this.responses = responses;
        this.scorers = scorers;
        this.harness = harness;
        this.evaluations = evaluations;
        this.scores = scores;
        this.artifacts = artifacts;
        this.publisher = publisher;
        this.work = work;
        this.transactions = transactions;
        this.metrics = metrics;
        this.config = config;
        this.deletions = deletions;
    }

    @Override
    public String kind() {
        return EvaluationRepository.KIND;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        EvaluationTask task = evaluations.task(lease.item());
        Instant startedAt = Instant.now();
        metrics.started();
        boolean sound = false;
        try {
            if (lease.item().attempt() == 1) {
                requested(task).forEach(requested -> metrics.began(requested, startedAt));
            }
            SuiteSelection items = artifacts.items(task);
            evaluate(lease, task, items);
            metrics.evaluated(task, items.selected().size(), Duration.between(startedAt, Instant.now()));
            sound = true;
        } catch (Abandoned abandoned) {
            sound = true;
            LOG.infof("evaluation left to another attempt item=%s reason=%s", task.identity(), abandoned.getMessage());
        } catch (Lease.Lost overtaken) {
            sound = true;
            deletions.withdrawn(task);
            throw overtaken;
        } finally {
            metrics.ended();
            if (!sound) {
                held.close();
            }
        }
    }

    /** Until nothing more is requested: requests may arrive while others are worked on. */
    private void evaluate(Lease lease, EvaluationTask task, SuiteSelection items) throws IOException {
        String identity = task.identity();
        boolean continues = true;
        while (continues) {
            Set<ScorerId> missing = transactions.call(() -> publisher.missing(identity));
            for (ScorerId scorer : missing) {
                StoredScore score = score(lease, task, items, scorer);
                work.progress(lease, () -> {
                    scores.store(identity, scorer, score);
                    publisher.publish(identity, Optional.of(lease.item()));
                });
            }
            continues = !isComplete(lease, identity);
        }
    }

    private StoredScore score(Lease lease, EvaluationTask task, SuiteSelection items, ScorerId scorer)
            throws IOException {
        String folder = task.folder(lease.item().attempt());
        Scorer rule = scorers.named(scorer.name());
        SuiteResponses given = responses.get(lease, task, rule.input(), items);
        List<ItemOutcome> outcomes = rule.score(new ScoringInput(task, items, given.items(), scorer.settings()));
        SuiteCounts counts = new SuiteCounts(task.suite().kind(), outcomes);
        if (rule.isProbe()) {
            return new StoredScore(
                    artifacts.writeOutcomes(folder, scorer, outcomes),
                    counts.measured(),
                    0,
                    0,
                    0,
                    counts.means(),
                    given.stored(),
                    Optional.empty());
        }
        return new StoredScore(
                artifacts.writeOutcomes(folder, scorer, outcomes),
                outcomes.size(),
                counts.contextAnswers(),
                counts.memoryAnswers(),
                counts.correct(),
                counts.metrics(given.items()),
                given.stored(),
                harness.write(folder, task, items, scorer, given, outcomes));
    }

    private boolean isComplete(Lease lease, String identity) {
        try {
            work.complete(lease, () -> {
                if (!publisher.publish(identity, Optional.of(lease.item())).isEmpty()) {
                    throw new MoreIsRequested();
                }
            });
            return true;
        } catch (MoreIsRequested rolledBack) {
            return false;
        }
    }

    /** Of the model that every work of this process uses. */
    @Override
    public List<IdleTask> idleTasks() {
        return List.of(
                new IdleTask(config.returnMemoryAfter(), TorchEngine::returnFreedMemory),
                new IdleTask(config.releaseModelAfter(), this::releaseModel));
    }

    private void releaseModel() {
        held.close();
        TorchEngine.returnFreedMemory();
    }

    @Override
    public void failed(WorkItem item, String reason) {
        EvaluationTask task = evaluations.task(item);
        publisher.publishFailure(task, item.attempt(), reason);
        metrics.failed(task);
    }

    private List<RequestedEvaluation> requested(EvaluationTask task) {
        return transactions.call(() -> evaluations.requested(task.identity()));
    }

    /** A request came in before the work could be ended. */
    private static final class MoreIsRequested extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
