package io.tiltmeter.dataset.augmentation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The report of an augmentation. Every row counts once: {@code rows = clusters + notNeeded + all of skipped}.
 *
 * @param wanted augmented rows requested
 * @param rows that were read
 * @param eligible of these: the answer names an entity of a known type that is in the context and not in the
 *     question
 * @param notNeeded eligible rows that were not drawn
 * @param clusters rows that augmented rows were made from
 * @param emitted augmented rows
 * @param emittedByType the same by entity type
 * @param skipped rows by {@link SkipReason#label}
 * @param examples some of the augmented rows, drawn by the seed
 */
public record AugmentationReport(
        long wanted,
        long rows,
        long eligible,
        long notNeeded,
        long clusters,
        long emitted,
        Map<String, Long> emittedByType,
        Map<String, Long> skipped,
        List<BeforeAndAfter> examples) {
    public AugmentationReport {
        // sorted, so that a report is the same bytes each time it is written
        emittedByType = Collections.unmodifiableMap(new TreeMap<>(emittedByType));
        skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
        examples = List.copyOf(examples);
    }

    /** Requested rows that could not be made. */
    public long shortOfWanted() {
        return wanted - emitted;
    }
}
