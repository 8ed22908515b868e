package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/**
 * A model being trained: weights, optimizer state and the number of steps taken. Not safe for use by two threads at
 * once; several sessions may run side by side. At a fixed number of compute threads the same calls give the same bits.
 */
public interface TrainingSession extends AutoCloseable {

    /** A new model with the lab's initialization from {@link TrainingSettings#seed()}. */
    static TrainingSession fresh(ModelConfig config, TrainingSettings settings) {
        return fresh(config, settings, Initialization.lab());
    }

    /** A new model, its weights drawn from {@link TrainingSettings#seed()}. */
    static TrainingSession fresh(ModelConfig config, TrainingSettings settings, Initialization initialization) {
        return TorchTrainingSession.fresh(config, settings, initialization);
    }

    /**
     * A model read from a Hugging Face folder, with a new optimizer.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if the folder holds no supported model
     */
    static TrainingSession from(Path huggingFaceFolder, TrainingSettings settings) {
        return TorchTrainingSession.from(huggingFaceFolder, settings);
    }

    /**
     * Continues a saved session; the following steps are bit for bit those of an uninterrupted run.
     *
     * @param huggingFaceFolder written by {@link #saveModel(Path)}
     * @param trainingStateFolder written by {@link #saveTrainingState} at the same step
     * @throws IllegalArgumentException if the state belongs to other settings or another model
     */
    static TrainingSession resume(Path huggingFaceFolder, Path trainingStateFolder, TrainingSettings settings) {
        return TorchTrainingSession.resume(huggingFaceFolder, trainingStateFolder, settings);
    }

    /**
     * Continues a saved adapter on its base model, bit for bit as {@link #resume}.
     *
     * @param baseFolder the Hugging Face folder that the run started from
     * @param adapterFolder written by {@link #saveModel(Path)}
     */
    static TrainingSession resumeAdapter(
            Path baseFolder, Path adapterFolder, Path trainingStateFolder, TrainingSettings settings) {
        return TorchTrainingSession.resumeAdapter(baseFolder, adapterFolder, trainingStateFolder, settings);
    }

    /**
     * One optimizer step.
     *
     * @param microBatches computed one after the other; together they give the gradient of the mean loss over all their
     *     scored tokens, however they are split
     * @param learningRate of this step
     * @throws IllegalArgumentException if no token is scored, a token id is outside the vocabulary or a row is longer
     *     than the model's positions
     */
    StepResult step(List<TokenBatch> microBatches, double learningRate);

    ModelConfig config();

    /** Optimizer steps since the initial weights, including those before a resume. */
    int stepsTaken();

    /**
     * Writes what is trained; the folder is created. The whole model as {@code config.json} and {@code model.safetensors},
     * trained weights in float32 and others in their type in memory; or an adapter in peft's layout.
     */
    void saveModel(Path folder);

    /**
     * As {@link #saveModel(Path)}, with copies of the tokenizer and its files of special tokens, so that the folder is
     * complete.
     */
    default void saveModel(Path folder, Path tokenizerJson) {
        saveModel(folder);
        Tokenizer.copyFiles(tokenizerJson, folder);
    }

    /** Writes the optimizer's moments and the step count; the folder is created. */
    void saveTrainingState(Path folder);

    @Override
    void close();
}
