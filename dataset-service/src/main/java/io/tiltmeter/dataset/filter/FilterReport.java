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
 * @param settings with all defaults
 * @param arrived rows that reached it
 * @param kept of these
 * @param removed of these; kept and removed sum to arrived
 * @param removedUnmeasured removed rows without a measure: their loss or length is unknown
 * @param histogram of the rows that it measures
 * @param keptExamples kept rows, drawn by the seed, in the source's order
 * @param removedExamples removed rows, drawn likewise
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

    /** Share of the arriving rows that were removed, in [0, 1]; 0 if none arrived. */
    @JsonProperty("removed_share")
    public double removedShare() {
        return arrived == 0 ? 0 : (double) removed / arrived;
    }
}
