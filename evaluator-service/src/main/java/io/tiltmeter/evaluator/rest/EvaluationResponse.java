package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.evaluator.application.EvaluationQueries.TrackedEvaluation;
import io.tiltmeter.evaluator.application.ItemProgress;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One evaluation, as REST shows it.
 *
 * @param id run, step, suite, arm: its path below {@code /api/v1/evaluations}
 * @param identity the same for all runs that request the same of the same weights: it is computed once
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
        @JsonUnwrapped Progress progress,
        Instant checkpointSavedAt,
        @JsonUnwrapped WorkResponse work) {

    /**
     * How many items have responses.
     *
     * @param itemsTotal items, once for every kind of responses that the scorers need
     * @param itemsDone items whose responses are saved; a running evaluation saves them about every second
     * @param itemsPerSecond of the responses that are being computed; absent before the first were saved
     * @param etaSeconds until all is computed, at that speed
     */
    public record Progress(
            long itemsTotal, long itemsDone, Optional<Double> itemsPerSecond, Optional<Double> etaSeconds) {
        static Progress of(ItemProgress progress) {
            return new Progress(progress.total(), progress.done(), progress.perSecond(), progress.etaSeconds());
        }
    }

    static EvaluationResponse of(TrackedEvaluation tracked) {
        RequestedEvaluation requested = tracked.stored().requested();
        EvaluationTask task = requested.task();
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
                Progress.of(tracked.progress()),
                requested.checkpointSavedAt(),
                WorkResponse.of(tracked.stored().work(), tracked.stored().acceptedAt()));
    }
}
