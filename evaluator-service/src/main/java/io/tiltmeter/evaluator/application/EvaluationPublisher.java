package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ForGradients;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ScoreRepository;
import io.tiltmeter.evaluator.persistence.StoredResponses;
import io.tiltmeter.evaluator.persistence.StoredScore;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Publishes scores and failures to every run that requested them, however many requested the same. */
@Singleton
public class EvaluationPublisher {
    private static final Logger LOG = Logger.getLogger(EvaluationPublisher.class);

    private final EvaluationRepository evaluations;
    private final ScoreRepository scores;
    private final ScorerRegistry scorers;
    private final Outbox outbox;

    public EvaluationPublisher(
            EvaluationRepository evaluations, ScoreRepository scores, ScorerRegistry scorers, Outbox outbox) {
        this.evaluations = evaluations;
        this.scores = scores;
        this.scorers = scorers;
        this.outbox = outbox;
    }

    /** Scorers that some evaluation of an identity requests and that have not judged it, in the order in which they are to. */
    Set<ScorerId> missing(String identity) {
        Set<ScorerId> missing = new LinkedHashSet<>();
        evaluations.requested(identity).forEach(requested -> missing.addAll(scorers.of(requested)));
        missing.removeAll(scores.scores(identity).keySet());
        return missing;
    }

    /**
     * Publishes the scores that are known and were not published yet, in the caller's transaction.
     *
     * @param item of work that gave the scores; none if it is done and was deleted since
     * @return as {@link #missing}
     */
    Set<ScorerId> publish(String identity, Optional<WorkItem> item) {
        Map<ScorerId, StoredScore> known = scores.scores(identity);
        Set<ScorerId> missing = new LinkedHashSet<>();
        for (RequestedEvaluation requested : evaluations.requested(identity)) {
            List<ScorerId> wanted = scorers.of(requested);
            for (ScorerId scorer : wanted) {
                StoredScore score = known.get(scorer);
                if (score == null) {
                    missing.add(scorer);
                } else if (scores.markPublished(requested, scorer)) {
                    append(requested, scorer, score);
                }
            }
            if (known.keySet().containsAll(wanted)) {
                evaluations.close(requested, item);
            }
        }
        return missing;
    }

    /** Publishes that the unfinished evaluations of a task were given up, in the caller's transaction. */
    void publishFailure(EvaluationTask task, int attempts, String reason) {
        String suite = task.suite().suiteId();
        for (RequestedEvaluation requested : evaluations.unfinished(task.identity())) {
            EvaluationFailed event = new EvaluationFailed(
                    requested.runId(), requested.step(), suite, attempts, reason, Instant.now(), requested.arm());
            outbox.append(EventTypes.EVALUATION_FAILED, requested.runId(), event);
            LOG.errorf(
                    "evaluation given up run=%s step=%d suite=%s arm=%s attempts=%d reason=%s",
                    requested.runId(), requested.step(), suite, requested.arm(), attempts, reason);
        }
    }

    private void append(RequestedEvaluation requested, ScorerId scorer, StoredScore score) {
        if (scorers.named(scorer.name()).isProbe()) {
            outbox.append(EventTypes.PROBE_MEASURED, requested.runId(), measurement(requested, scorer, score));
        } else {
            outbox.append(EventTypes.SUITE_EVALUATED, requested.runId(), event(requested, scorer, score));
        }
        log(requested, scorer, score);
    }

    private static SuiteEvaluated.Checkpoint checkpoint(RequestedEvaluation requested) {
        return new SuiteEvaluated.Checkpoint(
                requested.runId(), requested.runName(), requested.step(), requested.totalSteps(), requested.epochs());
    }

    private static SuiteEvaluated.Execution execution(RequestedEvaluation requested, StoredResponses responses) {
        return new SuiteEvaluated.Execution(
                responses.engine(),
                responses.replica(),
                requested.checkpointSavedAt(),
                responses.startedAt(),
                Instant.now());
    }

    private static ProbeMeasured measurement(RequestedEvaluation requested, ScorerId probe, StoredScore score) {
        return new ProbeMeasured(
                checkpoint(requested),
                requested.task().suite(),
                requested.task().method() instanceof ForGradients gradients
                        ? gradients.arm().name()
                        : requested.arm(),
                probe.name(),
                probe.version(),
                requested.weightsSha256(),
                score.itemCount(),
                score.responses().itemCount() - score.itemCount(),
                score.metrics(),
                score.outcomes(),
                execution(requested, score.responses()));
    }

    private static SuiteEvaluated event(RequestedEvaluation requested, ScorerId scorer, StoredScore score) {
        StoredResponses responses = score.responses();
        return new SuiteEvaluated(
                checkpoint(requested),
                requested.task().suite(),
                scorer.series(),
                scorer.version(),
                requested.weightsSha256(),
                new SuiteEvaluated.Counts(
                        score.itemCount(), score.contextAnswerCount(), score.memoryAnswerCount(), score.correctCount()),
                score.outcomes(),
                execution(requested, responses),
                requested.arm(),
                requested.task().arm(),
                Optional.of(responses.batching()),
                Optional.of(responses.file()),
                score.metrics(),
                score.harness());
    }

    private static void log(RequestedEvaluation requested, ScorerId scorer, StoredScore score) {
        LOG.infof(
                "suite evaluated run=%s step=%d suite=%s arm=%s scorer=%s items=%d contextAnswers=%d memoryAnswers=%d",
                requested.runId(),
                requested.step(),
                requested.task().suite().suiteId(),
                requested.arm(),
                scorer.fileName(),
                score.itemCount(),
                score.contextAnswerCount(),
                score.memoryAnswerCount());
    }
}
