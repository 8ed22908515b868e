package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.DecodingCache;
import io.tiltmeter.languagemodel.torch.LeftPadded;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts that the model reads token by token, with a key/value cache for the duration of the call. A text has one side, or
 * two that are contrasted; in a batch the second sides of all texts follow the first ones.
 */
final class GrowingTexts {

    private final DecoderNetwork network;
    private final NDManager callMemory;
    private final List<NDArray> weights;
    private final int sides;
    private final double contrast;
    private LeftPadded padded;
    private DecodingCache cache;
    private NDArray unread; // (sides * B, T)

    /**
     * @param weights as arguments of the network
     * @param prompts the initial sides of each text
     * @param room tokens that may be appended to each
     * @param contrast weight of the difference between the sides, where there are two
     */
    GrowingTexts(
            DecoderNetwork network,
            ModelConfig config,
            NDManager callMemory,
            List<NDArray> weights,
            List<int[][]> prompts,
            int room,
            double contrast) {
        this.network = network;
        this.callMemory = callMemory;
        this.weights = weights;
        this.sides = prompts.get(0).length;
        this.contrast = contrast;
        int[][] rows = IntStream.range(0, sides)
                .boxed()
                .flatMap(side -> prompts.stream().map(text -> text[side]))
                .toArray(int[][]::new);
        this.padded = new LeftPadded(config, rows, room);
        this.cache = network.cache(callMemory, padded, padded.tokens() + room);
        this.unread = padded.ids(callMemory);
    }

    /** B */
    int size() {
        return padded.size() / sides;
    }

    /** Reads the appended tokens; returns the likeliest next token of each text, (B). */
    long[] likeliest() {
        try (NDManager stepMemory = callMemory.newSubManager()) {
            return network.likeliest(stepMemory, next(stepMemory)).toLongArray();
        }
    }

    /** Reads the appended tokens; returns the logits of the next token of each text, (B * V). */
    float[] logits() {
        try (NDManager stepMemory = callMemory.newSubManager()) {
            return next(stepMemory).toFloatArray();
        }
    }

    private NDArray next(NDManager stepMemory) {
        NDArray logits = network.nextLogits(stepMemory, weights, unread, padded, cache); // (sides * B, V)
        return sides == 1 ? logits : network.contrast(stepMemory, logits, contrast); // (B, V)
    }

    /** Replaces the texts by these, in this order; a text may be repeated. */
    void keep(int[] texts) {
        int size = size();
        int[] rows = IntStream.range(0, sides)
                .flatMap(side -> Arrays.stream(texts).map(text -> side * size + text))
                .toArray();
        padded = padded.keeping(rows);
        cache = network.keepRows(callMemory, cache, rows);
    }

    /** Appends a token to each text. */
    void append(long[] tokens) {
        long[] rows = new long[sides * tokens.length];
        Arrays.setAll(rows, row -> tokens[row % tokens.length]);
        unread.close();
        unread = callMemory.create(rows, new Shape(rows.length, 1));
    }
}
