package io.tiltmeter.evaluator.rest;

import io.tiltmeter.servicekit.work.WorkItem;
import java.util.List;
import java.util.Map;

/**
 * A page of evaluations with the whole picture above it.
 *
 * @param counts how many stand where, of all evaluations or of the run asked for, zeros included
 * @param total of all evaluations or of the run asked for
 * @param doneRatio share that is done, in [0, 1]; 1 where there are none
 * @param limit most evaluations on the page
 * @param offset evaluations left out before it
 * @param evaluations the page, the newest arrival first
 */
public record EvaluationPage(
        Map<String, Long> counts,
        long total,
        double doneRatio,
        int limit,
        int offset,
        List<EvaluationResponse> evaluations) {

    static EvaluationPage of(
            Map<WorkItem.Status, Long> work, int limit, int offset, List<EvaluationResponse> evaluations) {
        WorkCounts counts = WorkCounts.of(work);
        return new EvaluationPage(counts.named(), counts.total(), counts.doneRatio(), limit, offset, evaluations);
    }
}
