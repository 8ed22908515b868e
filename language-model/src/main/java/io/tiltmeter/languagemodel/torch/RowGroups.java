package io.tiltmeter.languagemodel.torch;

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
 * @param maxPadding share of padding among them, in [0, 1]; 0 allows only rows of one length, 1 any
 * @param maxScored sum of the scored tokens of a group; the head's output takes memory for each
 * @param maxPairs rows x the square of (the longest row + room) of a group; attention may take memory for each
 */
public record RowGroups(int maxTokens, double maxPadding, long maxScored, long maxPairs) {

    /** The limit of rows x tokens of a batch that the memory of small models is planned for. */
    public static final int MAX_TOKENS = 8192;

    /** Half of a GiB of float32 logits. */
    private static final long MAX_LOGITS = 1L << 27;

    /** For a vocabulary of this size. */
    public static RowGroups sized(double maxPadding, int vocabSize) {
        return new RowGroups(MAX_TOKENS, maxPadding, Math.max(1, MAX_LOGITS / vocabSize), Long.MAX_VALUE);
    }

    /** The same where each row is several rows of the batch. */
    public RowGroups eachTimes(int sides) {
        return new RowGroups(maxTokens / sides, maxPadding, maxScored / sides, maxPairs / sides);
    }

    /**
     * @param lengths of the rows, in tokens
     * @param scored tokens of each row whose logits are computed
     * @param room tokens to append to every row
     * @return indices of the rows of each group, shortest rows first, equal lengths in their order
     */
    public List<int[]> of(int[] lengths, int[] scored, int room) {
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
        long whole = (long) longest + room;
        return rows * whole <= maxTokens && rows * whole * whole <= maxPairs && padded - tokens <= maxPadding * padded;
    }
}
