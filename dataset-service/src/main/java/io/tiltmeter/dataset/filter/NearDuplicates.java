package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.filter.Prepared.Measure;
import io.tiltmeter.dataset.hash.MinHash;
import io.tiltmeter.dataset.hash.StableHash;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the first of rows whose texts are nearly the same: whose sets of word triples have an estimated Jaccard similarity
 * of at least the threshold ({@link MinHash}). Rows are compared only where a group of minima agrees; at .8 a pair is
 * missed in 2 of 10,000 cases, at .5 in a third. Takes 264 to 528 bytes a row kept.
 *
 * @param threshold in [0.5, 1]; below, too many pairs would be missed
 * @param part what is compared
 */
public record NearDuplicates(double threshold, RowPart part) implements Filter {
    public static final double STANDARD_THRESHOLD = 0.8;

    private static final int BINS = 20;
    private static final int FIRST_BEYOND_ASCII = 0x80;

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
                new Measure("similarity_to_nearest_kept", Histogram.evenEdges(0, 1, BINS), Optional.of(threshold));
        return new Prepared(() -> new KeptSoFar(threshold, part), Optional.of(measure));
    }

    /**
     * Runs of letters, marks and digits without case and accents. Mixtures' bytes depend on it, so it stays whatever answers
     * are compared by.
     */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && isPartOfWord(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
            if (at > from) {
                words.add(normalised(text.substring(from, at)));
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return words;
    }

    private static boolean isPartOfWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }

    private static String normalised(String word) {
        if (word.chars().allMatch(unit -> unit < FIRST_BEYOND_ASCII)) {
            return word.toLowerCase(Locale.ROOT);
        }
        StringBuilder withoutMarks = new StringBuilder();
        Normalizer.normalize(word, Normalizer.Form.NFKD)
                .codePoints()
                .filter(codePoint -> Character.getType(codePoint) != Character.NON_SPACING_MARK)
                .forEach(withoutMarks::appendCodePoint);
        return withoutMarks.toString().toLowerCase(Locale.ROOT);
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
            MinHash.Sketch sketch = minHash.sketch(MinHash.runs(words(part.text(row))));
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

    /**
     * Sketches by their bands. One table of rows in open addressing for all bands: a slot holds the row alone, whose bytes
     * are compared.
     */
    private static final class SketchIndex {
        private static final int FIRST_ROWS = 1 << 8;
        private static final int MAX_ROWS = 1 << 24;
        /** Rows compared for one band: of thousands written by one pattern only some are compared. */
        private static final int MAX_CANDIDATES = 128;

        private byte[] bytes = new byte[FIRST_ROWS * MinHash.HASHES];
        private int[] bands = new int[FIRST_ROWS * MinHash.BANDS];
        private long[] numbers = new long[FIRST_ROWS];
        private int[] table = new int[FIRST_ROWS * MinHash.BANDS * 2];
        private int rows;

        /**
         * The row most like a sketch among those that share a band with it.
         *
         * @param number of the row; 0 if there is none
         * @param similarity estimated
         */
        record Nearest(long number, double similarity) {}

        Nearest nearest(MinHash.Sketch sketch) {
            double best = 0;
            int bestRow = -1;
            for (int band = 0; band < MinHash.BANDS; band++) {
                int slot = slot(sketch.bands()[band], band);
                for (int compared = 0; table[slot] != 0 && compared < MAX_CANDIDATES; compared++) {
                    int row = table[slot] - 1;
                    if (bands[row * MinHash.BANDS + band] == sketch.bands()[band]) {
                        double similarity = MinHash.similarity(sketch.bytes(), bytes, row * MinHash.HASHES);
                        if (similarity > best || similarity == best && row < bestRow) {
                            best = similarity;
                            bestRow = row;
                        }
                    }
                    slot = (slot + 1) % table.length;
                }
            }
            return bestRow < 0 ? new Nearest(0, 0) : new Nearest(numbers[bestRow], best);
        }

        void add(MinHash.Sketch sketch, long number) {
            if (rows == numbers.length) {
                grow();
            }
            numbers[rows] = number;
            System.arraycopy(sketch.bytes(), 0, bytes, rows * MinHash.HASHES, MinHash.HASHES);
            System.arraycopy(sketch.bands(), 0, bands, rows * MinHash.BANDS, MinHash.BANDS);
            enter(rows++);
        }

        private void enter(int row) {
            for (int band = 0; band < MinHash.BANDS; band++) {
                int slot = slot(bands[row * MinHash.BANDS + band], band);
                int passed = 0;
                while (table[slot] != 0 && passed++ < MAX_CANDIDATES) {
                    slot = (slot + 1) % table.length;
                }
                if (table[slot] == 0) {
                    table[slot] = row + 1;
                }
            }
        }

        private int slot(int hash, int band) {
            return (int) Long.remainderUnsigned(StableHash.mix(hash * (long) MinHash.BANDS + band), table.length);
        }

        private void grow() {
            if (rows >= MAX_ROWS) {
                throw new IllegalArgumentException(rows
                        + " rows are too many to find near duplicates among: take a sample first, or split the source");
            }
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            bands = Arrays.copyOf(bands, 2 * bands.length);
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
            table = new int[2 * table.length];
            for (int row = 0; row < rows; row++) {
                enter(row);
            }
        }
    }
}
