package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.SourceRow;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the first of rows whose texts are nearly the same: whose sets of word triples have an estimated Jaccard similarity
 * of at least the threshold ({@link MinHash}). Rows are compared only where a group of minima agrees; at .8 a pair is
 * overlooked in 2 of 10,000 cases, at .5 in a third. Takes 264 to 528 bytes a row kept.
 *
 * @param threshold in [0.5, 1]; below, too many pairs would be overlooked
 * @param part what is compared
 */
public record NearDuplicates(double threshold, RowPart part) implements Filter {
    public static final double STANDARD_THRESHOLD = 0.8;

    private static final int BINS = 20;

    public NearDuplicates {
        if (!(threshold >= 0.5 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "threshold " + threshold + " is outside [0.5, 1]: 0.8 finds rows that differ in a few words");
        }
    }

    @Override
    public String name() {
        return "dedup_near";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("threshold", String.valueOf(threshold), "part", part.label());
    }

    @Override
    public Order order() {
        return Order.MATTERS;
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        Measure measure =
                new Measure("similarity_to_nearest_kept", Measure.evenEdges(0, 1, BINS), Optional.of(threshold));
        return new Prepared(() -> new KeptSoFar(threshold, part), Optional.of(measure));
    }

    /** Compares each row with those kept so far. */
    private static final class KeptSoFar implements Judge {
        private final double threshold;
        private final RowPart part;
        private final MinHash minHash = new MinHash();
        private final SketchIndex kept = new SketchIndex();

        private KeptSoFar(double threshold, RowPart part) {
            this.threshold = threshold;
            this.part = part;
        }

        @Override
        public Verdict judge(SourceRow row) {
            MinHash.Sketch sketch = minHash.sketch(part.text(row));
            SketchIndex.Nearest nearest = kept.nearest(sketch);
            if (nearest.number() != 0 && nearest.similarity() >= threshold) {
                return Verdict.removed(
                                String.format(Locale.ROOT, "%.2f like row %d", nearest.similarity(), nearest.number()))
                        .measuring(nearest.similarity());
            }
            kept.add(sketch, row.number());
            return Verdict.kept(
                            nearest.number() == 0
                                    ? "like none before"
                                    : String.format(
                                            Locale.ROOT, "%.2f like row %d", nearest.similarity(), nearest.number()))
                    .measuring(nearest.similarity());
        }
    }
}
