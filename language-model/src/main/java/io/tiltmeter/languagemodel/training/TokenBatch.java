package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.text.EncodedExample;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples that are trained on together. Rows have their own lengths: the session pads on the right. Several examples can be
 * packed into a row; each attends only to itself and counts its own positions, so that its loss is that of a row of its own.
 * The arrays are not copied and must not change during a step.
 *
 * @param inputIds (B, T of the row)
 * @param labels (B, T of the row) aligned with {@code inputIds}; {@link EncodedExample#IGNORED} where there is no loss
 * @param segments (B, T of the row) index of a token's example within its row; no rows if each row is one example
 */
public record TokenBatch(int[][] inputIds, int[][] labels, int[][] segments) {

    private static final int[][] UNPACKED = new int[0][];

    public TokenBatch {
        if (inputIds.length == 0 || inputIds.length != labels.length) {
            throw new IllegalArgumentException("a batch needs as many rows of labels as of tokens, and at least one: "
                    + inputIds.length + " and " + labels.length);
        }
        if (segments.length != 0 && segments.length != inputIds.length) {
            throw new IllegalArgumentException(
                    "a batch of " + inputIds.length + " rows has segments for " + segments.length);
        }
        for (int row = 0; row < inputIds.length; row++) {
            if (inputIds[row].length == 0 || inputIds[row].length != labels[row].length) {
                throw new IllegalArgumentException("row " + row + " has " + inputIds[row].length + " tokens and "
                        + labels[row].length + " labels; both must be equal and above 0");
            }
            if (segments.length != 0 && segments[row].length != inputIds[row].length) {
                throw new IllegalArgumentException("row " + row + " has " + inputIds[row].length + " tokens and "
                        + segments[row].length + " segments; both must be equal");
            }
        }
    }

    /** Rows of one example each. */
    public TokenBatch(int[][] inputIds, int[][] labels) {
        this(inputIds, labels, UNPACKED);
    }

    /** One row per example. */
    public static TokenBatch of(List<EncodedExample> examples) {
        return new TokenBatch(
                examples.stream().map(EncodedExample::inputIds).toArray(int[][]::new),
                examples.stream().map(EncodedExample::labels).toArray(int[][]::new));
    }

    /**
     * Examples packed into rows by first fit in descending length; the order within a row is that of the examples.
     *
     * @param rowTokens maximum tokens of a row; a longer example has a row of its own
     */
    public static TokenBatch packed(List<EncodedExample> examples, int rowTokens) {
        List<List<EncodedExample>> rows = Packing.rows(examples, rowTokens);
        return new TokenBatch(
                rows.stream()
                        .map(row -> Packing.joined(row, EncodedExample::inputIds))
                        .toArray(int[][]::new),
                rows.stream()
                        .map(row -> Packing.joined(row, EncodedExample::labels))
                        .toArray(int[][]::new),
                rows.stream().map(Packing::segments).toArray(int[][]::new));
    }

    /** Whether this token has loss: it has a label and a predecessor in its example. */
    public boolean isScored(int row, int at) {
        return at > 0
                && labels[row][at] != EncodedExample.IGNORED
                && (segments.length == 0 || segments[row][at] == segments[row][at - 1]);
    }

    /** Tokens of all rows, without padding. */
    public int tokens() {
        return Arrays.stream(inputIds).mapToInt(row -> row.length).sum();
    }

    /** Tokens with loss. */
    public int lossTokens() {
        return IntStream.range(0, labels.length).map(this::lossTokens).sum();
    }

    /** Tokens with loss of one row. */
    int lossTokens(int row) {
        return (int) IntStream.range(1, labels[row].length)
                .filter(at -> isScored(row, at))
                .count();
    }

    /** Tokens of a row before the last one with loss: those that are computed. */
    int computedTokens(int row) {
        return IntStream.range(1, labels[row].length)
                .filter(at -> isScored(row, at))
                .max()
                .orElse(0);
    }

    /** Some of the rows, in this order. */
    TokenBatch rows(int... rows) {
        return new TokenBatch(
                picked(inputIds, rows), picked(labels, rows), segments.length == 0 ? UNPACKED : picked(segments, rows));
    }

    private static int[][] picked(int[][] all, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> all[row]).toArray(int[][]::new);
    }
}
