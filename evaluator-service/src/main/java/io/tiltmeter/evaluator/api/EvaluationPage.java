package io.tiltmeter.evaluator.api;

import io.tiltmeter.servicekit.work.WorkItem;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
        List<EvaluationView> evaluations) {

    static EvaluationPage of(Map<WorkItem.Status, Long> work, int limit, int offset, List<EvaluationView> evaluations) {
        Map<EvaluationStatus, Long> counts = new EnumMap<>(EvaluationStatus.class);
        for (EvaluationStatus status : EvaluationStatus.values()) {
            counts.put(status, work.getOrDefault(status.work(), 0L));
        }
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        double doneRatio = total == 0 ? 1 : (double) counts.get(EvaluationStatus.DONE) / total;
        Map<String, Long> named = counts.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().text(), Map.Entry::getValue, Long::sum, LinkedHashMap::new));
        return new EvaluationPage(named, total, doneRatio, limit, offset, evaluations);
    }
}
