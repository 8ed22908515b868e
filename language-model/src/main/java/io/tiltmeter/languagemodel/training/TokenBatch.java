package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.text.EncodedExample;
import java.util.List;

/**
 * Examples that go through the model together, each row as long as its example: the session pads on the right. The
 * arrays are not copied and are not to be changed while a step runs.
 *
 * @param inputIds (B, T of the row)
 * @param labels (B, T of the row) aligned with {@code inputIds}; {@link EncodedExample#IGNORED} where no loss is taken
 */
public record TokenBatch(int[][] inputIds, int[][] labels) {

    public TokenBatch {
        if (inputIds.length == 0 || inputIds.length != labels.length) {
            throw new IllegalArgumentException("a batch needs as many rows of labels as of tokens, and at least one: "
                    + inputIds.length + " and " + labels.length);
        }
        for (int row = 0; row < inputIds.length; row++) {
            if (inputIds[row].length == 0 || inputIds[row].length != labels[row].length) {
                throw new IllegalArgumentException("row " + row + " has " + inputIds[row].length + " tokens and "
                        + labels[row].length + " labels; both must be equal and above 0");
            }
        }
    }

    public static TokenBatch of(List<EncodedExample> examples) {
        return new TokenBatch(
                examples.stream().map(EncodedExample::inputIds).toArray(int[][]::new),
                examples.stream().map(EncodedExample::labels).toArray(int[][]::new));
    }

    /** Tokens of all rows, padding not counted. */
    public int tokens() {
        int tokens = 0;
        for (int[] row : inputIds) {
            tokens += row.length;
        }
        return tokens;
    }

    /** Tokens that the loss is taken on. */
    public int lossTokens() {
        int scored = 0;
        for (int[] row : labels) {
            for (int t = 1; t < row.length; t++) {
                scored += row[t] == EncodedExample.IGNORED ? 0 : 1;
            }
        }
        return scored;
    }
}
