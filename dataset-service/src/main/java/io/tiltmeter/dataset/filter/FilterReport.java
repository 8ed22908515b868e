package io.tiltmeter.dataset.filter;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.dataset.context.Histogram;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a filter did.
 *
 * @param filter its name
 * @param settings nothing left open
 * @param arrived rows that reached it
 * @param kept of these
 * @param removed of these; kept and removed sum to arrived
 * @param removedUnmeasured of the removed rows, those that have no measure: whose loss or length is unknown
 * @param histogram of the rows that it measures
 * @param keptExamples rows that stayed, drawn by the seed, in the source's order
 * @param removedExamples rows that went
 */
public record FilterReport(
        String filter,
        Map<String, String> settings,
        long arrived,
        long kept,
        long removed,
        long removedUnmeasured,
        Optional<Histogram> histogram,
        List<ExampleRow> keptExamples,
        List<ExampleRow> removedExamples) {
    public FilterReport {
        if (kept + removed != arrived) {
            throw new IllegalArgumentException(
                    filter + " kept " + kept + " and removed " + removed + " of " + arrived + " rows");
        }
        // sorted, so that a report is the same bytes each time it is written
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        keptExamples = List.copyOf(keptExamples);
        removedExamples = List.copyOf(removedExamples);
    }

    /** Share of the arriving rows that went, in [0, 1]; 0 if none arrived. */
    @JsonProperty("removed_share")
    public double removedShare() {
        return arrived == 0 ? 0 : (double) removed / arrived;
    }
}
