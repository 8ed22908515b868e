package io.tiltmeter.dataset.filter;

import java.util.Arrays;

/**
 * Sketches found by their bands. One table of rows in open addressing for all bands: a place holds the row alone, and
 * whether it is like another its bytes tell.
 */
final class SketchIndex {
    private static final int FIRST_ROWS = 1 << 8;
    private static final int MAX_ROWS = 1 << 24;
    /** Rows looked at for one band: of thousands written by one pattern, some are compared and not all. */
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
            int place = place(sketch.bands()[band], band);
            for (int looked = 0; table[place] != 0 && looked < MAX_CANDIDATES; looked++) {
                int row = table[place] - 1;
                if (bands[row * MinHash.BANDS + band] == sketch.bands()[band]) {
                    double similarity = MinHash.similarity(sketch.bytes(), bytes, row * MinHash.HASHES);
                    if (similarity > best || similarity == best && row < bestRow) {
                        best = similarity;
                        bestRow = row;
                    }
                }
                place = (place + 1) % table.length;
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
            int place = place(bands[row * MinHash.BANDS + band], band);
            int passed = 0;
            while (table[place] != 0 && passed++ < MAX_CANDIDATES) {
                place = (place + 1) % table.length;
            }
            if (table[place] == 0) {
                table[place] = row + 1;
            }
        }
    }

    private int place(int hash, int band) {
        return (int) Long.remainderUnsigned(SeededOrder.mix(hash * (long) MinHash.BANDS + band), table.length);
    }

    private void grow() {
        if (rows >= MAX_ROWS) {
            throw new IllegalArgumentException(rows
                    + " rows are too many to tell near duplicates among: take a sample first, or split the source");
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
