package io.tiltmeter.benchmarks;

import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import java.util.List;
import java.util.Random;

/** One training step of all weights on random tokens: forward, backward, clipping, AdamW. Every token is scored. */
final class TrainingWork implements ModelWork {

    private final Random random = new Random(1);
    private final ModelConfig config;
    private final int rows;
    private final int tokens;
    private final TrainingSession session;

    TrainingWork(ModelConfig config, Precision compute, int rows, int tokens) {
        this.config = config;
        this.rows = rows;
        this.tokens = tokens;
        this.session = TrainingSession.fresh(
                config,
                new TrainingSettings(new FineTuning.Full(), 0.9, 0.98, 1e-8, 0.05, 1, 1, compute, Activations.KEPT));
    }

    @Override
    public int tokens() {
        return rows * tokens;
    }

    @Override
    public double operations() {
        return Operations.ofTraining(config, rows, tokens);
    }

    @Override
    public void run() {
        int[][] ids = new int[rows][];
        int[][] labels = new int[rows][];
        for (int row = 0; row < rows; row++) {
            ids[row] = random.ints(tokens + 1, 0, config.vocabSize()).toArray();
            labels[row] = ids[row].clone();
            labels[row][0] = EncodedExample.IGNORED; // the first token follows nothing
        }
        session.step(List.of(new TokenBatch(ids, labels)), 1e-4);
    }

    @Override
    public void close() {
        session.close();
    }
}
