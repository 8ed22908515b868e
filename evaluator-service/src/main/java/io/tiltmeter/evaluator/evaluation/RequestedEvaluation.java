package io.tiltmeter.evaluator.evaluation;

import java.time.Instant;
import java.util.List;

/**
 * One evaluation that a run requests of one of its checkpoints.
 *
 * @param totalSteps optimizer steps planned
 * @param epochs passes over the mixture at this checkpoint
 * @param weightsSha256 {@link io.tiltmeter.contracts.WeightsHash} of the checkpoint
 * @param scorers names of the rules that judge the responses
 * @param logprobThresholdNats for {@code logprob}
 */
public record RequestedEvaluation(
        String runId,
        String runName,
        int step,
        int totalSteps,
        double epochs,
        String weightsSha256,
        Instant checkpointSavedAt,
        List<String> scorers,
        double logprobThresholdNats,
        EvaluationTask task) {
    public RequestedEvaluation {
        scorers = List.copyOf(scorers);
    }

    /** The series it belongs to. */
    public String arm() {
        return task.method().name();
    }

    /** Run, step, suite and arm: its path below {@code /api/v1/evaluations}. */
    public String id() {
        return id(runId, step, task.suite().suiteId(), arm());
    }

    /** The id, from the parts that a path shows. */
    public static String id(String runId, int step, String suiteId, String arm) {
        return runId + "/" + step + "/" + suiteId + "/" + arm;
    }

    /** The same with other rules. */
    public RequestedEvaluation scoredBy(List<String> others, double otherThresholdNats) {
        return new RequestedEvaluation(
                runId,
                runName,
                step,
                totalSteps,
                epochs,
                weightsSha256,
                checkpointSavedAt,
                others,
                otherThresholdNats,
                task);
    }
}
