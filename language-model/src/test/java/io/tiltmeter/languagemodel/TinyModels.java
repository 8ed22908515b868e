package io.tiltmeter.languagemodel;

import io.tiltmeter.languagemodel.ModelConfig.Residual;
import io.tiltmeter.languagemodel.ModelConfig.SpecialTokenIds;
import io.tiltmeter.languagemodel.RotaryEmbedding.Llama3;
import io.tiltmeter.languagemodel.RotaryEmbedding.Scaling;
import io.tiltmeter.languagemodel.RotaryEmbedding.Unscaled;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.training.TokenBatch;
import java.util.Arrays;
import java.util.List;
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
        Family family = Family.values()[random.nextInt(Family.values().length)];
        int heads = 1 + random.nextInt(3);
        int headDim = 4 * (1 + random.nextInt(3));
        return switch (family) {
            case LLAMA -> {
                Scaling scaling = random.nextBoolean() ? new Llama3(8, 1, 4, 16) : new Unscaled();
                yield grouped(random, family, heads, headDim, scaling, ModelConfig.NO_WINDOW);
            }
            case MISTRAL -> grouped(random, family, heads, headDim, new Unscaled(), 3 + random.nextInt(5));
            case GPT_NEOX ->
                config(
                        random,
                        family,
                        heads * headDim,
                        heads,
                        heads,
                        headDim,
                        new RotaryEmbedding(10_000, 2 * (1 + random.nextInt(headDim / 2)), new Unscaled()),
                        ModelConfig.NO_WINDOW,
                        random.nextBoolean() ? Residual.PARALLEL : Residual.SERIAL);
        };
    }

    private static ModelConfig grouped(
            Random random, Family family, int keyValueHeads, int headDim, Scaling scaling, int window) {
        return config(
                random,
                family,
                8 * (1 + random.nextInt(4)),
                keyValueHeads * (1 + random.nextInt(3)),
                keyValueHeads,
                headDim,
                new RotaryEmbedding(10_000, headDim, scaling),
                window,
                Residual.SERIAL);
    }

    private static ModelConfig config(
            Random random,
            Family family,
            int hidden,
            int heads,
            int keyValueHeads,
            int headDim,
            RotaryEmbedding rotary,
            int window,
            Residual residual) {
        return new ModelConfig(
                family,
                hidden,
                12 + random.nextInt(20),
                1 + random.nextInt(3),
                heads,
                keyValueHeads,
                headDim,
                40,
                64,
                1e-5,
                rotary,
                window,
                residual,
                random.nextBoolean(),
                new SpecialTokenIds(1, random.nextBoolean() ? List.of(2) : List.of(2, 5), 0));
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
