package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;

/**
 * What depends on the position alone: the rotary cosines and sines, and the causal mask of short sequences. The tables
 * grow to the longest sequence seen. Angles are computed in double precision and rounded once.
 */
public final class PositionTables {

    private static final int FIRST_LENGTH = 128;

    private final NDManager owner;
    private final ModelConfig config;
    private final NDArray mask;
    private int length;
    private NDArray cosines;
    private NDArray sines;

    /** @param owner of the tables */
    public PositionTables(NDManager owner, ModelConfig config) {
        this.owner = owner;
        this.config = config;
        this.mask = causalMask(LlamaScript.FUSED_ATTENTION_ABOVE);
        fill(Math.min(FIRST_LENGTH, config.maxPositionEmbeddings()));
    }

    /**
     * Adds cos and sin (at least T, 1, K) and the mask to a call's arguments.
     *
     * @param tokens T, at most the model's positions
     */
    public Arguments addTo(Arguments arguments, int tokens) {
        if (tokens > length) {
            cosines.close();
            sines.close();
            fill(Math.min(Math.max(tokens, 2 * length), config.maxPositionEmbeddings()));
        }
        return arguments.tensor(cosines).tensor(sines).tensor(mask);
    }

    private void fill(int positions) {
        int half = config.headDim() / 2;
        float[] cos = new float[positions * half * 2];
        float[] sin = new float[positions * half * 2];
        for (int pair = 0; pair < half; pair++) {
            double frequency = Math.pow(config.ropeTheta(), -2.0 * pair / config.headDim());
            for (int position = 0; position < positions; position++) {
                int at = position * half * 2 + pair;
                cos[at] = (float) Math.cos(position * frequency);
                sin[at] = (float) Math.sin(position * frequency);
                cos[at + half] = cos[at];
                sin[at + half] = sin[at];
            }
        }
        length = positions;
        cosines = owner.create(cos, new Shape(positions, 1, config.headDim()));
        sines = owner.create(sin, new Shape(positions, 1, config.headDim()));
    }

    private NDArray causalMask(int tokens) {
        float[] numbers = new float[tokens * tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = query + 1; key < tokens; key++) {
                numbers[query * tokens + key] = Float.NEGATIVE_INFINITY;
            }
        }
        return owner.create(numbers, new Shape(tokens, tokens));
    }
}
