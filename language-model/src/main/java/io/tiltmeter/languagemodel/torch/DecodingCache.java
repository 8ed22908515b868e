package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Keys and values of the tokens read so far, one (B, G, maxTokens, K) each a layer; filled in place. */
public final class DecodingCache {

    private final List<NDArray> keys;
    private final List<NDArray> values;
    private final int maxTokens;
    private int past;

    /**
     * @param keysAndValues of every layer, the keys first
     * @param maxTokens of a row, prompt and answer together
     */
    DecodingCache(List<NDArray> keysAndValues, int maxTokens) {
        int layers = keysAndValues.size() / 2;
        this.keys = keysAndValues.subList(0, layers);
        this.values = keysAndValues.subList(layers, 2 * layers);
        this.maxTokens = maxTokens;
    }

    /** Tokens read. */
    int past() {
        return past;
    }

    int maxTokens() {
        return maxTokens;
    }

    List<NDArray> keys() {
        return keys;
    }

    List<NDArray> values() {
        return values;
    }

    /** All keys, then all values. */
    List<NDArray> keysAndValues() {
        List<NDArray> both = new ArrayList<>(keys);
        both.addAll(values);
        return both;
    }

    void grow(int tokens) {
        past += tokens;
    }
}
