package io.tiltmeter.evaluator.rest;

import io.tiltmeter.servicekit.work.WorkItem;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How many pieces of work stand where. */
public record WorkCounts(Map<WorkStatus, Long> byStatus) {

    /** @param work a status without any may be absent */
    public static WorkCounts of(Map<WorkItem.Status, Long> work) {
        Map<WorkStatus, Long> counts = new EnumMap<>(WorkStatus.class);
        for (WorkStatus status : WorkStatus.values()) {
            counts.put(status, work.getOrDefault(status.work(), 0L));
        }
        return new WorkCounts(counts);
    }

    /** By the names of REST, zeros included. */
    public Map<String, Long> named() {
        return byStatus.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().text(), Map.Entry::getValue, Long::sum, LinkedHashMap::new));
    }

    public long total() {
        return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Share that is done, in [0, 1]; 1 where there are none. */
    public double doneRatio() {
        return total() == 0 ? 1 : (double) byStatus.get(WorkStatus.DONE) / total();
    }
}
