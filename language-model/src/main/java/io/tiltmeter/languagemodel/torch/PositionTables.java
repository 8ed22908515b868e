package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;

/**
 * Rotary cosines and sines by position. The tables grow with the longest sequence so far. Angles are computed in double
 * precision and rounded once.
 */
final class PositionTables {

    private static final int FIRST_LENGTH = 128;

    private final NDManager owner;
    private final ModelConfig config;
    private int length;
    private NDArray cosines;
    private NDArray sines;

    /** @param owner of the tables */
    PositionTables(NDManager owner, ModelConfig config) {
        this.owner = owner;
        this.config = config;
        fill(Math.min(FIRST_LENGTH, config.maxPositionEmbeddings()));
    }

    /**
     * Adds cosines and sines (at least {@code tokens}, rotated dimensions) to a call's arguments.
     *
     * @param tokens at most the model's positions
     */
    Arguments addTo(Arguments arguments, int tokens) {
        if (tokens > length) {
            cosines.close();
            sines.close();
            fill(Math.min(Math.max(tokens, 2 * length), config.maxPositionEmbeddings()));
        }
        return arguments.tensor(cosines).tensor(sines);
    }

    private void fill(int positions) {
        double[] frequencies = config.rotary().frequencies();
        int half = frequencies.length;
        float[] cos = new float[positions * half * 2];
        float[] sin = new float[positions * half * 2];
        for (int pair = 0; pair < half; pair++) {
            for (int position = 0; position < positions; position++) {
                int at = position * half * 2 + pair;
                cos[at] = (float) Math.cos(position * frequencies[pair]);
                sin[at] = (float) Math.sin(position * frequencies[pair]);
                cos[at + half] = cos[at];
                sin[at + half] = sin[at];
            }
        }
        length = positions;
        cosines = owner.create(cos, new Shape(positions, half * 2L));
        sines = owner.create(sin, new Shape(positions, half * 2L));
    }
}
