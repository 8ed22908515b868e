package io.tiltmeter.benchmarks;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One model and batch to be timed.
 *
 * @param rows B
 * @param tokens T of every row
 * @param scored tokens at the end of each row that the loss is taken on
 */
record TrainingCase(String name, ModelConfig config, FineTuning type, int rows, int tokens, int scored) {

    /** The lab study's model: 424,448 parameters. */
    private static final ModelConfig LAB =
            ModelConfig.llama(128, 256, 2, 8, 8, 16, 751, 512, 1e-5, 10_000, true, 1, 2, 0);

    /** 4 million parameters, two query heads to a key head. */
    private static final ModelConfig SMALL =
            ModelConfig.llama(256, 688, 4, 4, 2, 64, 2048, 512, 1e-5, 10_000, false, 1, 2, 0);

    static List<TrainingCase> all() {
        return List.of(
                new TrainingCase("lab, pretraining 48 x 27", LAB, new FineTuning.Full(), 48, 27, 26),
                new TrainingCase("lab, 256 x 64", LAB, new FineTuning.Full(), 256, 64, 63),
                new TrainingCase("lab, 64 x 128", LAB, new FineTuning.Full(), 64, 128, 127),
                new TrainingCase("d 256, 4 layers, 32 x 128", SMALL, new FineTuning.Full(), 32, 128, 127),
                new TrainingCase("lab, finetuning 32 x 45, full", LAB, new FineTuning.Full(), 32, 45, 2),
                new TrainingCase("lab, finetuning 32 x 45, qk_only", LAB, new FineTuning.QueryKeyOnly(), 32, 45, 2));
    }

    /** Whether every token is scored, so that the formula below is what the step computes. */
    boolean scoresEverything() {
        return scored == tokens - 1;
    }

    TokenBatch batch(Random random) {
        int[][] ids = new int[rows][];
        int[][] labels = new int[rows][];
        for (int row = 0; row < rows; row++) {
            ids[row] = random.ints(tokens, 0, config.vocabSize()).toArray();
            labels[row] = ids[row].clone();
            Arrays.fill(labels[row], 0, tokens - scored, EncodedExample.IGNORED);
        }
        return new TokenBatch(ids, labels);
    }

    double operations() {
        return Operations.ofTraining(config, rows, tokens);
    }
}
