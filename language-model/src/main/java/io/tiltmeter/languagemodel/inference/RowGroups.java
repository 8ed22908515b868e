package io.tiltmeter.languagemodel.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sorts rows into groups that go through the model together: of similar length, so that little is padding, and not too
 * many. A row that is too large for any group has one of its own.
 *
 * @param mostTokens rows x (the longest row + room) of a group
 * @param mostPadding share of padding among them, in [0, 1); 0 puts only rows of one length together
 * @param mostScored sum of the scored places of a group: the head's output takes memory for each
 */
record RowGroups(int mostTokens, double mostPadding, long mostScored) {

    /** Half of a GiB of float32 logits. */
    private static final long MAX_LOGITS = 1L << 27;

    /** For a vocabulary of this size. */
    static RowGroups sized(int mostTokens, double mostPadding, int vocabSize) {
        return new RowGroups(mostTokens, mostPadding, Math.max(1, MAX_LOGITS / vocabSize));
    }

    /** The same where every row goes through the model so many times at once. */
    RowGroups eachTimes(int sides) {
        return new RowGroups(mostTokens / sides, mostPadding, mostScored / sides);
    }

    /**
     * @param lengths of the rows, in tokens
     * @param scored places of each row whose logits are wanted
     * @param room tokens behind every row
     * @return places of the rows of each group, shortest rows first; equal lengths stay in their order
     */
    List<int[]> of(int[] lengths, int[] scored, int room) {
        int[] sorted = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(place -> lengths[place]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> groups = new ArrayList<>();
        int from = 0;
        while (from < sorted.length) {
            int to = from + 1;
            long tokens = lengths[sorted[from]];
            long wanted = scored[sorted[from]];
            while (to < sorted.length
                    && fits(to - from + 1, tokens + lengths[sorted[to]], lengths[sorted[to]], room)
                    && wanted + scored[sorted[to]] <= mostScored) {
                tokens += lengths[sorted[to]];
                wanted += scored[sorted[to]];
                to++;
            }
            groups.add(Arrays.copyOfRange(sorted, from, to));
            from = to;
        }
        return groups;
    }

    private boolean fits(int rows, long tokens, int longest, int room) {
        long padded = (long) rows * longest;
        return rows * ((long) longest + room) <= mostTokens && padded - tokens <= mostPadding * padded;
    }
}
