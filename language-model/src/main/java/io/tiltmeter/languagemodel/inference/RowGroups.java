package io.tiltmeter.languagemodel.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sorts rows into groups that are computed in one batch: rows of similar length, so that there is little padding, up to a
 * size. A row that is too large for any group has one of its own.
 *
 * @param maxTokens rows x (the longest row + room) of a group
 * @param maxPadding share of padding among them, in [0, 1); 0 allows only rows of one length
 * @param maxScored sum of the scored tokens of a group; the head's output takes memory for each
 */
record RowGroups(int maxTokens, double maxPadding, long maxScored) {

    /** Half of a GiB of float32 logits. */
    private static final long MAX_LOGITS = 1L << 27;

    /** For a vocabulary of this size. */
    static RowGroups sized(int maxTokens, double maxPadding, int vocabSize) {
        return new RowGroups(maxTokens, maxPadding, Math.max(1, MAX_LOGITS / vocabSize));
    }

    /** The same where each row is several rows of the batch. */
    RowGroups eachTimes(int sides) {
        return new RowGroups(maxTokens / sides, maxPadding, maxScored / sides);
    }

    /**
     * @param lengths of the rows, in tokens
     * @param scored tokens of each row whose logits are computed
     * @param room tokens to append to every row
     * @return indices of the rows of each group, shortest rows first, equal lengths in their order
     */
    List<int[]> of(int[] lengths, int[] scored, int room) {
        int[] sorted = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(row -> lengths[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> groups = new ArrayList<>();
        int from = 0;
        while (from < sorted.length) {
            int to = from + 1;
            long tokens = lengths[sorted[from]];
            long logits = scored[sorted[from]];
            while (to < sorted.length
                    && fits(to - from + 1, tokens + lengths[sorted[to]], lengths[sorted[to]], room)
                    && logits + scored[sorted[to]] <= maxScored) {
                tokens += lengths[sorted[to]];
                logits += scored[sorted[to]];
                to++;
            }
            groups.add(Arrays.copyOfRange(sorted, from, to));
            from = to;
        }
        return groups;
    }

    private boolean fits(int rows, long tokens, int longest, int room) {
        long padded = (long) rows * longest;
        return rows * ((long) longest + room) <= maxTokens && padded - tokens <= maxPadding * padded;
    }
}
