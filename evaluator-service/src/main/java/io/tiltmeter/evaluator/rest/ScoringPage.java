package io.tiltmeter.evaluator.rest;

import io.tiltmeter.servicekit.work.WorkItem;
import java.util.List;
import java.util.Map;

/**
 * A page of shards with the whole picture above it.
 *
 * @param counts how many stand where, of all shards or of the request asked for, zeros included
 * @param total of all shards or of the request asked for
 * @param doneRatio share that is done, in [0, 1]; 1 where there are none
 * @param limit most shards on the page
 * @param offset shards left out before it
 * @param scorings the page, the newest arrival first
 */
public record ScoringPage(
        Map<String, Long> counts, long total, double doneRatio, int limit, int offset, List<ScoringResponse> scorings) {

    static ScoringPage of(Map<WorkItem.Status, Long> work, int limit, int offset, List<ScoringResponse> scorings) {
        WorkCounts counts = WorkCounts.of(work);
        return new ScoringPage(counts.named(), counts.total(), counts.doneRatio(), limit, offset, scorings);
    }
}
