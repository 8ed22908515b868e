package io.tiltmeter.evaluator.rest;

import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a page of work shows above its rows: numbers over all of it.
 *
 * @param counts pieces of work by status, of all or of the selected run or request, zeros included
 * @param total of all or of the selected run or request
 * @param doneRatio share that is done, in [0, 1]; 1 where there are none
 * @param limit rows on the page at most
 * @param offset rows left out before it
 */
public record WorkSummary(Map<String, Long> counts, long total, double doneRatio, int limit, int offset) {

    /** @param work a status without any may be absent */
    static WorkSummary of(Map<WorkItem.Status, Long> work, Page page) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (WorkStatus status : WorkStatus.values()) {
            counts.put(status.text(), work.getOrDefault(status.work(), 0L));
        }
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        double doneRatio = total == 0 ? 1 : (double) counts.get(WorkStatus.DONE.text()) / total;
        return new WorkSummary(counts, total, doneRatio, page.limit(), page.offset());
    }
}
