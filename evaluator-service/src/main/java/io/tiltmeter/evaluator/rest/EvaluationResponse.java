package io.tiltmeter.evaluator.rest;

import io.tiltmeter.evaluator.application.EvaluationQueries.TrackedEvaluation;
import io.tiltmeter.evaluator.application.ItemProgress;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.persistence.StoredEvaluation;
import io.tiltmeter.servicekit.work.WorkItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One evaluation, as REST shows it.
 *
 * @param id run, step, suite, arm: its path below {@code /api/v1/evaluations}
 * @param identity the same for whoever wants the same of the same weights: it is computed once
 * @param runId the run
 * @param runName its short name
 * @param step the checkpoint's step
 * @param suiteId the suite
 * @param task the suite's task
 * @param arm the series
 * @param scorers the rules that judge it
 * @param status where it stands
 * @param itemsTotal items to be read, once for every part that the scorers need
 * @param itemsDone items that are read and kept; a running evaluation keeps them about every second
 * @param itemsPerSecond of the part that is being read; absent before the first was kept
 * @param etaSeconds until all is read, at that speed
 * @param attempts how often it was begun
 * @param replica which evaluator has or had it
 * @param checkpointSavedAt when the checkpoint was whole
 * @param acceptedAt when it was announced here
 * @param startedAt when the first attempt began
 * @param finishedAt when it was done or given up
 * @param reason why the newest attempt failed
 */
public record EvaluationResponse(
        String id,
        String identity,
        String runId,
        String runName,
        int step,
        String suiteId,
        String task,
        String arm,
        List<String> scorers,
        WorkStatus status,
        long itemsTotal,
        long itemsDone,
        Optional<Double> itemsPerSecond,
        Optional<Double> etaSeconds,
        int attempts,
        Optional<String> replica,
        Instant checkpointSavedAt,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> reason) {

    static EvaluationResponse of(TrackedEvaluation tracked) {
        StoredEvaluation row = tracked.row();
        ItemProgress progress = tracked.progress();
        RequestedEvaluation requested = row.requested();
        EvaluationTask task = requested.task();
        WorkItem work = row.work();
        return new EvaluationResponse(
                requested.id(),
                task.identity(),
                requested.runId(),
                requested.runName(),
                requested.step(),
                task.suite().suiteId(),
                task.suite().task(),
                requested.arm(),
                requested.scorers(),
                WorkStatus.of(work.status()),
                progress.total(),
                progress.done(),
                progress.perSecond(),
                progress.etaSeconds(),
                work.attempt(),
                work.leaseOwner(),
                requested.checkpointSavedAt(),
                row.acceptedAt(),
                work.startedAt(),
                work.finishedAt(),
                work.reason());
    }
}
