package io.tiltmeter.dataset.mixture;

import io.tiltmeter.dataset.hash.SeededOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Rows of a source that a part of a mixture takes, as a bit set.
 *
 * @param source its id
 * @param numbers of the rows
 */
record DrawnRows(String source, BitSet numbers) {
    /**
     * Draws rows by their numbers and the seed alone: a larger draw of the same seed contains the smaller. Needs 8 bytes a row.
     *
     * @param count at most as many as there are
     */
    DrawnRows drawn(long count, SeededOrder order) {
        int all = numbers.cardinality();
        if (count > all) {
            throw new IllegalArgumentException(count + " rows of " + all + " cannot be drawn: ask for " + all);
        }
        if (count == all) {
            return this;
        }
        if (count == 0) {
            return new DrawnRows(source, new BitSet());
        }
        long[] positions = new long[all];
        int filled = 0;
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            positions[filled++] = order.position(number);
        }
        Arrays.sort(positions);
        long last = positions[(int) count - 1];
        BitSet drawn = new BitSet(numbers.length());
        numbers.stream().filter(number -> order.position(number) <= last).forEach(drawn::set);
        return new DrawnRows(source, drawn);
    }

    long count() {
        return numbers.cardinality();
    }
}
