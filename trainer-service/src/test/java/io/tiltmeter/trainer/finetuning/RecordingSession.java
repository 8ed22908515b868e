package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.training.StepResult;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A session that remembers what it was given instead of training. */
final class RecordingSession implements TrainingSession {
    /** Each step taken here: its batches and its rate, as text. */
    final List<String> taken = new ArrayList<>();

    final List<Integer> microBatches = new ArrayList<>();
    final List<Integer> examples = new ArrayList<>();
    private int stepsTaken;
    private int badFrom = Integer.MAX_VALUE;
    private double badLoss;

    RecordingSession(int stepsTaken) {
        this.stepsTaken = stepsTaken;
    }

    void lossFromStep(int step, double loss) {
        badFrom = step;
        badLoss = loss;
    }

    @Override
    public StepResult step(List<TokenBatch> batches, double learningRate) {
        stepsTaken++;
        taken.add(learningRate + " "
                + batches.stream()
                        .map(batch -> Arrays.deepToString(batch.inputIds()))
                        .toList());
        microBatches.add(batches.size());
        examples.add(batches.stream().mapToInt(batch -> batch.inputIds().length).sum());
        int tokens = batches.stream().mapToInt(TokenBatch::tokens).sum();
        return new StepResult(stepsTaken >= badFrom ? badLoss : 2.0, 1.0, tokens, tokens);
    }

    @Override
    public ModelConfig config() {
        throw new UnsupportedOperationException("no model here");
    }

    @Override
    public int stepsTaken() {
        return stepsTaken;
    }

    @Override
    public void saveModel(Path folder) {
        throw new UnsupportedOperationException("no model here");
    }

    @Override
    public void saveTrainingState(Path folder) {
        throw new UnsupportedOperationException("no model here");
    }

    @Override
    public void close() {}
}
