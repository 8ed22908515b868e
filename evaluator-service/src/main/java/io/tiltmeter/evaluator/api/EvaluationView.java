package io.tiltmeter.evaluator.api;

import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.store.EvaluationRow;
import io.tiltmeter.servicekit.work.WorkItem;
import java.time.Instant;
import java.util.Optional;

/**
 * One evaluation, as REST shows it.
 *
 * @param id run, step, suite, scorer: its path below {@code /api/v1/evaluations}
 * @param runId the run
 * @param runName its short name
 * @param step the checkpoint's step
 * @param suiteId the suite
 * @param task the suite's task
 * @param itemCount items of the suite
 * @param scorer name and version
 * @param status where it stands
 * @param attempts how often it was begun
 * @param replica which evaluator has or had it
 * @param checkpointSavedAt when the checkpoint was whole
 * @param acceptedAt when it was announced here
 * @param startedAt when the first attempt began
 * @param finishedAt when it was done or given up
 * @param reason why the newest attempt failed
 */
public record EvaluationView(
        String id,
        String runId,
        String runName,
        int step,
        String suiteId,
        String task,
        int itemCount,
        String scorer,
        WorkStatus status,
        int attempts,
        Optional<String> replica,
        Instant checkpointSavedAt,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> reason) {

    static EvaluationView of(EvaluationRow row) {
        EvaluationTask task = row.task();
        WorkItem work = row.work();
        return new EvaluationView(
                task.id(),
                task.runId(),
                task.runName(),
                task.step(),
                task.suite().suiteId(),
                task.suite().task(),
                task.suite().itemCount(),
                ContainsScorer.ID,
                WorkStatus.of(work.status()),
                work.attempt(),
                work.leaseOwner(),
                task.checkpointSavedAt(),
                work.acceptedAt(),
                work.startedAt(),
                work.finishedAt(),
                work.reason());
    }
}
