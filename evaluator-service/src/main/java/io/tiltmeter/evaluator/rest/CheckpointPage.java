package io.tiltmeter.evaluator.rest;

import io.tiltmeter.servicekit.work.WorkItem;
import java.util.List;
import java.util.Map;

/**
 * A page of checkpoints from elsewhere with the whole picture above it.
 *
 * @param counts how many stand where, of all checkpoints or of the run asked for, zeros included
 * @param total of all checkpoints or of the run asked for
 * @param doneRatio share that is adopted, in [0, 1]; 1 where there are none
 * @param limit most checkpoints on the page
 * @param offset checkpoints left out before it
 * @param checkpoints the page, the newest arrival first
 */
public record CheckpointPage(
        Map<String, Long> counts,
        long total,
        double doneRatio,
        int limit,
        int offset,
        List<CheckpointResponse> checkpoints) {

    static CheckpointPage of(
            Map<WorkItem.Status, Long> work, int limit, int offset, List<CheckpointResponse> checkpoints) {
        WorkCounts counts = WorkCounts.of(work);
        return new CheckpointPage(counts.named(), counts.total(), counts.doneRatio(), limit, offset, checkpoints);
    }
}
