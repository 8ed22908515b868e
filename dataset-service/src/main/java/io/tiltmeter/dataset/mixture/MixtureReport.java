package io.tiltmeter.dataset.mixture;

import io.tiltmeter.dataset.augmentation.AugmentationReport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The report of a mixture: the same request and sources give the same report.
 *
 * @param parts in their order
 * @param augmentation the report of the augmented rows; empty if none were requested
 * @param examples in all
 * @param classCounts of all, by the class's name
 */
public record MixtureReport(
        List<PartReport> parts,
        Optional<AugmentationReport> augmentation,
        long examples,
        Map<String, Long> classCounts) {
    public MixtureReport {
        parts = List.copyOf(parts);
        // sorted, so that a report is the same bytes each time it is written
        classCounts = Collections.unmodifiableMap(new TreeMap<>(classCounts));
    }
}
