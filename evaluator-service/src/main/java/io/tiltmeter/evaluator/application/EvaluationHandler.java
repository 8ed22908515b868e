package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.evaluator.evaluation.Abandoned;
import io.tiltmeter.evaluator.evaluation.AskedItems;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.evaluation.SuiteCounts;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ScoreRepository;
import io.tiltmeter.evaluator.persistence.StoredScore;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Reads a model for a suite, has every scorer judge what was read, and tells it: files first, then rows and events. */
@Singleton
public class EvaluationHandler implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(EvaluationHandler.class);

    private final HeldModel held;
    private final SuiteReadings readings;
    private final Scorers scorers;
    private final HarnessWriter harness;
    private final EvaluationRepository table;
    private final ScoreRepository scores;
    private final EvaluationArtifacts artifacts;
    private final SuiteEvaluatedPublisher news;
    private final WorkRepository work;
    private final Transactions transactions;
    private final Outbox outbox;
    private final EvaluationMetrics metrics;

    public EvaluationHandler(
            HeldModel held,
            SuiteReadings readings,
            Scorers scorers,
            HarnessWriter harness,
            EvaluationRepository table,
            ScoreRepository scores,
            EvaluationArtifacts artifacts,
            SuiteEvaluatedPublisher news,
            WorkRepository work,
            Transactions transactions,
            Outbox outbox,
            EvaluationMetrics metrics) {
        this.held = held;
        this.readings = readings;
        this.scorers = scorers;
        this.harness = harness;
        this.table = table;
        this.scores = scores;
        this.artifacts = artifacts;
        this.news = news;
        this.work = work;
        this.transactions = transactions;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        EvaluationTask task = table.task(lease.item());
        Instant startedAt = Instant.now();
        metrics.started();
        boolean sound = false;
        try {
            if (lease.item().attempt() == 1) {
                requested(task).forEach(requested -> metrics.began(requested, startedAt));
            }
            AskedItems items = artifacts.items(task);
            evaluate(lease, task, items);
            metrics.evaluated(task, items.asked().size(), Duration.between(startedAt, Instant.now()));
            sound = true;
        } catch (Abandoned abandoned) {
            sound = true;
            LOG.infof("evaluation left to another attempt item=%s reason=%s", task.identity(), abandoned.getMessage());
        } catch (Lease.Lost overtaken) {
            sound = true;
            throw overtaken;
        } finally {
            metrics.ended();
            if (!sound) {
                held.close();
            }
        }
    }

    /** Until nothing more is wanted: requests may come in while others are worked on. */
    private void evaluate(Lease lease, EvaluationTask task, AskedItems items) throws IOException {
        String identity = task.identity();
        boolean goesOn = true;
        while (goesOn) {
            Set<ScorerId> missing = transactions.runPatiently(handle -> news.missing(handle, identity));
            for (ScorerId scorer : missing) {
                StoredScore score = score(lease, task, items, scorer);
                work.progress(lease, handle -> {
                    scores.store(handle, identity, scorer, score);
                    news.tell(handle, identity);
                });
            }
            goesOn = !isComplete(lease, identity);
        }
    }

    private StoredScore score(Lease lease, EvaluationTask task, AskedItems items, ScorerId scorer) throws IOException {
        String folder = task.folder(lease.item().attempt());
        SuiteReadings.Whole reading = readings.read(lease, task, scorers.part(scorer), items);
        List<ItemOutcome> outcomes = scorers.outcomes(task, items, scorer, reading.items());
        SuiteCounts counts = new SuiteCounts(outcomes);
        return new StoredScore(
                artifacts.writeOutcomes(folder, scorer, outcomes),
                outcomes.size(),
                counts.contextAnswers(),
                counts.memoryAnswers(),
                counts.correct(),
                counts.metrics(),
                reading.stored(),
                harness.write(folder, task, items, scorer, reading, outcomes));
    }

    private boolean isComplete(Lease lease, String identity) {
        try {
            work.complete(lease, handle -> {
                news.tell(handle, identity);
                if (!news.missing(handle, identity).isEmpty()) {
                    throw new MoreIsWanted();
                }
            });
            return true;
        } catch (MoreIsWanted rolledBack) {
            return false;
        }
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        EvaluationTask task = table.task(item);
        for (RequestedEvaluation requested : table.unanswered(handle, task.identity())) {
            EvaluationFailed news = new EvaluationFailed(
                    requested.runId(),
                    requested.step(),
                    task.suite().suiteId(),
                    item.attempt(),
                    reason,
                    Instant.now(),
                    requested.arm());
            outbox.append(handle, EventTypes.EVALUATION_FAILED, requested.runId(), news);
            LOG.errorf(
                    "evaluation given up run=%s step=%d suite=%s arm=%s attempts=%d reason=%s",
                    requested.runId(),
                    requested.step(),
                    task.suite().suiteId(),
                    requested.arm(),
                    item.attempt(),
                    reason);
        }
        metrics.failed(task);
    }

    private List<RequestedEvaluation> requested(EvaluationTask task) {
        return transactions.runPatiently(handle -> table.requested(handle, task.identity()));
    }

    /** A request came in before the work could be ended. */
    private static final class MoreIsWanted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
