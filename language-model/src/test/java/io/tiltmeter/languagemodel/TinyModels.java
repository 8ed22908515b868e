package io.tiltmeter.languagemodel;

import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.training.TokenBatch;
import java.util.Arrays;
import java.util.Random;

/** Small configurations and random batches. */
public final class TinyModels {

    private TinyModels() {}

    /** The lab study's model: 424,448 parameters. */
    public static ModelConfig lab() {
        return new ModelConfig("llama", 128, 256, 2, 8, 8, 16, 751, 128, 1e-5, 10_000, true, 1, 2, 0);
    }

    public static ModelConfig tiny() {
        return config(16, 2, 2, 8, true);
    }

    /** Two layers and a vocabulary of 40. */
    public static ModelConfig config(int hidden, int heads, int keyValueHeads, int headDim, boolean tied) {
        return new ModelConfig(
                "llama", hidden, 2 * hidden, 2, heads, keyValueHeads, headDim, 40, 64, 1e-5, 10_000, tied, 1, 2, 0);
    }

    /** Rows of different lengths, about half of their tokens scored, the last one always. */
    public static TokenBatch batch(Random random, ModelConfig config, int rows, int longest) {
        int[][] ids = new int[rows][];
        int[][] labels = new int[rows][];
        for (int row = 0; row < rows; row++) {
            int length = Math.max(2, longest - random.nextInt(longest / 2));
            ids[row] = random.ints(length, 0, config.vocabSize()).toArray();
            labels[row] = Arrays.stream(ids[row])
                    .map(id -> random.nextBoolean() ? id : EncodedExample.IGNORED)
                    .toArray();
            labels[row][length - 1] = ids[row][length - 1];
        }
        return new TokenBatch(ids, labels);
    }
}
