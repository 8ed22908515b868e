package io.tiltmeter.languagemodel;

import io.tiltmeter.languagemodel.ModelConfig.Residual;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.training.TokenBatch;
import java.util.Arrays;
import java.util.Random;

/** Small configurations and random batches. */
public final class TinyModels {

    private TinyModels() {}

    /** The lab study's model: 424,448 parameters. */
    public static ModelConfig lab() {
        return ModelConfig.llama(128, 256, 2, 8, 8, 16, 751, 128, 1e-5, 10_000, true, 1, 2, 0);
    }

    public static ModelConfig tiny() {
        return config(16, 2, 2, 8, true);
    }

    /** Two layers and a vocabulary of 40. */
    public static ModelConfig config(int hidden, int heads, int keyValueHeads, int headDim, boolean tied) {
        return ModelConfig.llama(
                hidden, 2 * hidden, 2, heads, keyValueHeads, headDim, 40, 64, 1e-5, 10_000, tied, 1, 2, 0);
    }

    /** Any family, any grouping of heads, any form of rotary embedding, window and residual, with at most 3 layers. */
    public static ModelConfig random(Random random) {
        Family family = Family.values()[random.nextInt(3)];
        int keyValueHeads = 1 + random.nextInt(3);
        int heads = family == Family.GPT_NEOX ? keyValueHeads : keyValueHeads * (1 + random.nextInt(3));
        int headDim = 4 * (1 + random.nextInt(3));
        RotaryEmbedding.Scaling scaling = family == Family.LLAMA && random.nextBoolean()
                ? new RotaryEmbedding.Llama3(8, 1, 4, 16)
                : new RotaryEmbedding.Unscaled();
        int turning = family == Family.GPT_NEOX ? 2 * (1 + random.nextInt(headDim / 2)) : headDim;
        return new ModelConfig(
                family,
                family == Family.GPT_NEOX ? heads * headDim : 8 * (1 + random.nextInt(4)),
                12 + random.nextInt(20),
                1 + random.nextInt(3),
                heads,
                family == Family.GPT_NEOX ? heads : keyValueHeads,
                headDim,
                40,
                64,
                1e-5,
                new RotaryEmbedding(10_000, turning, scaling),
                family == Family.MISTRAL ? 3 + random.nextInt(5) : ModelConfig.NO_WINDOW,
                family == Family.GPT_NEOX && random.nextBoolean() ? Residual.PARALLEL : Residual.SERIAL,
                random.nextBoolean(),
                1,
                2,
                0);
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
