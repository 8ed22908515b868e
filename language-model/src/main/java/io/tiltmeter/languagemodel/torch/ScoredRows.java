package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of tokens padded on the right to one length, and the positions whose prediction is wanted. With a causal model
 * nothing after a row's last such position can matter, so rows are cut there; padding is id 0 and never looked at.
 *
 * @param size B
 * @param tokens T
 * @param ids (B * T)
 * @param rows (N) places in the flattened (B * T)
 * @param targets (N) the token that each place should predict
 */
public record ScoredRows(int size, int tokens, long[] ids, long[] rows, long[] targets) {

    /** Chooses the positions of one row. */
    public interface Wanted {
        /** Whether the token at this position, which is not the first, is to be predicted from those before it. */
        boolean at(int row, int position);
    }

    /**
     * @param inputs token ids of each row, all within the vocabulary
     * @param outputs for each position of a row the token that the one before it should predict
     * @throws IllegalArgumentException naming the row that has an unknown token or is too long
     */
    public static ScoredRows of(ModelConfig config, int[][] inputs, int[][] outputs, Wanted wanted) {
        List<long[]> picked = new ArrayList<>();
        int longest = 1;
        for (int row = 0; row < inputs.length; row++) {
            checkLength(config, row, inputs[row].length);
            checkIds(config, row, inputs[row]);
            for (int position = 1; position < inputs[row].length; position++) {
                if (wanted.at(row, position)) {
                    checkIds(config, row, outputs[row][position]);
                    picked.add(new long[] {row, position - 1L, outputs[row][position]});
                    longest = Math.max(longest, position);
                }
            }
        }
        long[] ids = new long[inputs.length * longest];
        for (int row = 0; row < inputs.length; row++) {
            for (int position = 0; position < Math.min(longest, inputs[row].length); position++) {
                ids[row * longest + position] = inputs[row][position];
            }
        }
        int columns = longest;
        return new ScoredRows(
                inputs.length,
                longest,
                ids,
                picked.stream()
                        .mapToLong(place -> place[0] * columns + place[1])
                        .toArray(),
                picked.stream().mapToLong(place -> place[2]).toArray());
    }

    void addTo(NDManager owner, Arguments arguments) {
        addIdsAndRowsTo(owner, arguments);
        arguments.tensor(owner.create(targets));
    }

    void addIdsAndRowsTo(NDManager owner, Arguments arguments) {
        arguments.tensor(owner.create(ids, new Shape(size, tokens))).tensor(owner.create(rows));
    }

    /** @throws IllegalArgumentException if the prompt is empty, has an unknown token or leaves no room for the answer */
    public static void checkPrompt(ModelConfig config, int row, int[] prompt, int maxNewTokens) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("prompt " + row + " is empty; begin it with the bos token");
        }
        checkLength(config, row, Math.addExact(prompt.length, maxNewTokens));
        checkIds(config, row, prompt);
    }

    private static void checkLength(ModelConfig config, int row, int length) {
        if (length > config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException("row " + row + " has " + length + " tokens, max_position_embeddings is "
                    + config.maxPositionEmbeddings());
        }
    }

    private static void checkIds(ModelConfig config, int row, int... ids) {
        for (int id : ids) {
            if (id < 0 || id >= config.vocabSize()) {
                throw new IllegalArgumentException(
                        "row " + row + " has token id " + id + " outside [0, vocab_size " + config.vocabSize() + ")");
            }
        }
    }
}
