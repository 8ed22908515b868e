package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Rows of tokens padded on the right to one length, and the positions whose predictions are scored. A row is cut after its
 * last such position, since in a causal model nothing later affects it; padding (id 0) is never attended to. A row may hold
 * several texts, each a segment that counts its own positions and sees only itself and the {@link #SHARED} segment.
 *
 * @param size B
 * @param tokens T
 * @param ids (B * T)
 * @param segments (B * T) the text of its row that a token belongs to; empty if no row holds more than one
 * @param rows (N) indices into the flattened (B * T)
 * @param targets (N) the token to predict at each of them
 */
public record ScoredRows(int size, int tokens, long[] ids, long[] segments, long[] rows, long[] targets) {

    /** The segment at the beginning of a row that all its other segments see and continue in position. */
    public static final int SHARED = -1;

    private static final int PADDING = -2;

    private static final int[][] ONE_TEXT_A_ROW = new int[0][];

    /** Chooses the tokens to score. */
    public interface Scored {
        /** Whether the token at this position, which is not the first, is predicted from those before it. */
        boolean at(int row, int position);
    }

    /** Rows of one text each. */
    public static ScoredRows of(ModelConfig config, int[][] inputs, int[][] outputs, Scored scored) {
        return of(config, inputs, ONE_TEXT_A_ROW, outputs, scored);
    }

    /**
     * @param inputs token ids of each row, all within the vocabulary
     * @param segments for each position of a row its text; no rows if each row has only one text
     * @param outputs for each position of a row the token to predict from those before it
     * @throws IllegalArgumentException naming a row that has an unknown token or is too long
     */
    public static ScoredRows of(ModelConfig config, int[][] inputs, int[][] segments, int[][] outputs, Scored scored) {
        List<long[]> picked = new ArrayList<>();
        int[] read = new int[inputs.length];
        for (int row = 0; row < inputs.length; row++) {
            checkIds(config, row, inputs[row]);
            for (int position = 1; position < inputs[row].length; position++) {
                if (scored.at(row, position)) {
                    checkIds(config, row, outputs[row][position]);
                    picked.add(new long[] {row, reader(segments, row, position), outputs[row][position]});
                    read[row] = position;
                }
            }
            checkLength(config, row, segments.length == 0 ? read[row] : longestText(segments[row], read[row]));
        }
        int columns = Math.max(1, Arrays.stream(read).max().orElse(1));
        return new ScoredRows(
                inputs.length,
                columns,
                padded(inputs, read, columns, 0),
                padded(segments, read, columns, PADDING),
                picked.stream().mapToLong(pick -> pick[0] * columns + pick[1]).toArray(),
                picked.stream().mapToLong(pick -> pick[2]).toArray());
    }

    /**
     * Positions that the longest of a row's texts needs, including what they share.
     *
     * @param read tokens that are read: those before the last scored token
     */
    private static int longestText(int[] segments, int read) {
        int shared = 0;
        while (shared < read && segments[shared] == SHARED) {
            shared++;
        }
        int longest = shared;
        for (int from = shared, to = shared; to < read; to++) {
            if (segments[to] != segments[from]) {
                from = to;
            }
            longest = Math.max(longest, shared + to - from + 1);
        }
        return longest;
    }

    /** The position that predicts another: the one before it, or the last shared one where its segment begins. */
    private static int reader(int[][] segments, int row, int position) {
        if (segments.length == 0 || segments[row][position] == segments[row][position - 1]) {
            return position - 1;
        }
        int shared = 0;
        while (segments[row][shared] == SHARED) {
            shared++;
        }
        if (shared == 0) {
            throw new IllegalArgumentException(
                    "row " + row + ", position " + position + " begins a text: no token before it predicts it");
        }
        return shared - 1;
    }

    private static long[] padded(int[][] rows, int[] read, int columns, long padding) {
        long[] flat = new long[rows.length * columns];
        Arrays.fill(flat, padding);
        for (int row = 0; row < rows.length; row++) {
            for (int position = 0; position < read[row]; position++) {
                flat[row * columns + position] = rows[row][position];
            }
        }
        return flat;
    }

    void addTo(NDManager owner, Arguments arguments) {
        addWithoutTargetsTo(owner, arguments);
        arguments.tensor(owner.create(targets));
    }

    /** Adds ids, positions, segments and rows. */
    void addWithoutTargetsTo(NDManager owner, Arguments arguments) {
        arguments.tensor(owner.create(ids, new Shape(size, tokens)));
        if (segments.length == 0) {
            long[] positions = LongStream.range(0, tokens).toArray();
            arguments.tensor(owner.create(positions, new Shape(1, tokens)));
            arguments.tensor(owner.create(new long[0], new Shape(0)));
        } else {
            arguments.tensor(owner.create(positions(), new Shape(size, tokens)));
            arguments.tensor(owner.create(segments, new Shape(size, tokens)));
        }
        arguments.tensor(owner.create(rows));
    }

    /** Counted from the beginning of each segment, or from the end of the shared segment. */
    private long[] positions() {
        long[] positions = new long[segments.length];
        long first = 0;
        for (int at = 0; at < segments.length; at++) {
            if (segments[at] == PADDING) {
                continue; // position 0: a row may have more padding than the model has positions
            }
            if (at % tokens == 0) {
                first = 0;
            } else if (segments[at] == segments[at - 1]) {
                positions[at] = positions[at - 1] + 1;
                continue;
            } else if (segments[at - 1] == SHARED) {
                first = positions[at - 1] + 1;
            }
            positions[at] = first;
        }
        return positions;
    }

    /** @throws IllegalArgumentException if the prompt is empty, has an unknown token or leaves no room for the answer */
    public static void checkPrompt(ModelConfig config, int row, int[] prompt, int maxNewTokens) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("prompt " + row + " is empty; begin it with the bos token");
        }
        checkLength(config, row, Math.addExact(prompt.length, maxNewTokens));
        checkIds(config, row, prompt);
    }

    /** @throws IllegalArgumentException if an id is outside the model's vocabulary */
    public static void checkIds(ModelConfig config, int[] ids) {
        checkIds(config, 0, ids);
    }

    private static void checkLength(ModelConfig config, int row, int length) {
        if (length > config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException("row " + row + " needs " + length
                    + " positions, max_position_embeddings is " + config.maxPositionEmbeddings());
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
