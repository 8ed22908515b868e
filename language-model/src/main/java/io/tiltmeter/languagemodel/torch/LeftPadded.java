package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import java.util.Arrays;

/**
 * Prompts padded on the left to one length, so that all end in the same column. Positions count from a row's first real
 * token. Padding (id 0) is a segment of its own that no real token attends to, so a row's result is that of the row alone.
 */
public final class LeftPadded {

    private static final long PADDING = 0;
    private static final long REAL = 1;

    private final int[][] prompts;
    private final int tokens;
    private final boolean even;

    /**
     * @param prompts token ids, at least one each
     * @param room tokens that must fit after each of them
     * @throws IllegalArgumentException naming a prompt that is empty, too long or has an unknown token
     */
    public LeftPadded(ModelConfig config, int[][] prompts, int room) {
        for (int row = 0; row < prompts.length; row++) {
            ScoredRows.checkPrompt(config, row, prompts[row], room);
        }
        this.prompts = prompts;
        this.tokens = Arrays.stream(prompts).mapToInt(row -> row.length).max().orElseThrow();
        this.even = Arrays.stream(prompts).allMatch(row -> row.length == tokens);
    }

    private LeftPadded(int[][] prompts, int tokens) {
        this.prompts = prompts;
        this.tokens = tokens;
        this.even = Arrays.stream(prompts).allMatch(row -> row.length == tokens);
    }

    /** Some of the rows, in this order and in the same columns. */
    public LeftPadded keeping(int[] rows) {
        return new LeftPadded(Arrays.stream(rows).mapToObj(row -> prompts[row]).toArray(int[][]::new), tokens);
    }

    /** B */
    public int size() {
        return prompts.length;
    }

    /** T, the maxTokens prompt's tokens. */
    public int tokens() {
        return tokens;
    }

    /** Column of the first token of a row's prompt. */
    public int firstColumn(int row) {
        return tokens - prompts[row].length;
    }

    /** The padded prompts, (B, T) int64. */
    public NDArray ids(NDManager owner) {
        long[] ids = new long[prompts.length * tokens];
        for (int row = 0; row < prompts.length; row++) {
            int at = row * tokens + firstColumn(row);
            for (int id : prompts[row]) {
                ids[at++] = id;
            }
        }
        return owner.create(ids, new Shape(prompts.length, tokens));
    }

    /** Adds ids, positions and segments of the prompts. */
    void addPromptTo(NDManager owner, Arguments arguments) {
        arguments.tensor(ids(owner));
        addTo(owner, arguments, 0, tokens, tokens);
    }

    /** Adds the positions (B or 1, T) of the columns from {@code past}, and the segments (B, maxTokens), empty without padding. */
    void addTo(NDManager owner, Arguments arguments, int past, int columns, int maxTokens) {
        int rows = even ? 1 : prompts.length;
        long[] positions = new long[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int at = 0; at < columns; at++) {
                positions[row * columns + at] = Math.max(0, past + at - firstColumn(row));
            }
        }
        arguments.tensor(owner.create(positions, new Shape(rows, columns)));
        arguments.tensor(even ? owner.create(new long[0], new Shape(0)) : segments(owner, maxTokens));
    }

    private NDArray segments(NDManager owner, int maxTokens) {
        long[] segments = new long[prompts.length * maxTokens];
        for (int row = 0; row < prompts.length; row++) {
            Arrays.fill(segments, row * maxTokens, row * maxTokens + firstColumn(row), PADDING);
            Arrays.fill(segments, row * maxTokens + firstColumn(row), (row + 1) * maxTokens, REAL);
        }
        return owner.create(segments, new Shape(prompts.length, maxTokens));
    }
}
