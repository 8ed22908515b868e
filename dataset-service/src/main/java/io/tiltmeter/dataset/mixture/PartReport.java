package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.request.LabelRequest;
import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.filter.FilterReport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The report of a part of a mixture.
 *
 * @param source its id
 * @param rows of the source
 * @param filters the report of each, in their order; that of {@code max_length} last
 * @param left rows that they kept
 * @param drawn of these
 * @param classCounts of the drawn rows, by the class's name
 * @param label the rule of their classes; empty if they have none
 */
public record PartReport(
        String source,
        long rows,
        List<FilterReport> filters,
        long left,
        long drawn,
        Map<String, Long> classCounts,
        Optional<LabelReport> label) {
    public PartReport {
        filters = List.copyOf(filters);
        // sorted, so that a report is the same bytes each time it is written
        classCounts = Collections.unmodifiableMap(new TreeMap<>(classCounts));
    }

    /**
     * How all rows of a source were labelled, before any filter.
     *
     * @param rule with all defaults
     * @param classCounts of all rows, by the class's name
     * @param histogram of the rows with a context and a known loss: context-critical as kept, the others as removed
     */
    public record LabelReport(LabelRequest rule, Map<String, Long> classCounts, Histogram histogram) {
        public LabelReport {
            classCounts = Collections.unmodifiableMap(new TreeMap<>(classCounts));
        }
    }
}
