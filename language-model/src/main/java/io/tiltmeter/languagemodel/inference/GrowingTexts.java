package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.DecodingCache;
import io.tiltmeter.languagemodel.torch.LeftPadded;
import java.util.List;

/** Texts that the model reads on token by token, through a key/value cache that lives as long as the call. */
final class GrowingTexts {

    private final DecoderNetwork network;
    private final NDManager callMemory;
    private final List<NDArray> weights;
    private LeftPadded padded;
    private DecodingCache cache;
    private NDArray unread; // (B, T)

    /**
     * @param weights as the network takes them
     * @param prompts what the texts begin with
     * @param room tokens that may follow each
     */
    GrowingTexts(
            DecoderNetwork network,
            ModelConfig config,
            NDManager callMemory,
            List<NDArray> weights,
            int[][] prompts,
            int room) {
        this.network = network;
        this.callMemory = callMemory;
        this.weights = weights;
        this.padded = new LeftPadded(config, prompts, room);
        this.cache = network.cache(callMemory, padded, padded.tokens() + room);
        this.unread = padded.ids(callMemory);
    }

    /** B */
    int size() {
        return padded.size();
    }

    /** Reads on; the likeliest next token of each text, (B). */
    long[] likeliest() {
        try (NDManager stepMemory = callMemory.newSubManager()) {
            return network.nextToken(stepMemory, weights, unread, padded, cache).toLongArray();
        }
    }

    /** Reads on; logits of what can follow each text, (B * V). */
    float[] logits() {
        try (NDManager stepMemory = callMemory.newSubManager()) {
            return network.nextLogits(stepMemory, weights, unread, padded, cache)
                    .toFloatArray();
        }
    }

    /** Goes on with these texts alone, in this order; one that is named several times is gone on with so often. */
    void keep(int[] texts) {
        padded = padded.keeping(texts);
        cache = network.keepRows(callMemory, cache, texts);
    }

    /** Puts a token behind each text. */
    void append(long[] tokens) {
        unread.close();
        unread = callMemory.create(tokens, new Shape(tokens.length, 1));
    }
}
