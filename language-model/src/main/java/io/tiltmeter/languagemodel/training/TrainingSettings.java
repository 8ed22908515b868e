package io.tiltmeter.languagemodel.training;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.Precision;

/**
 * How weights are trained: AdamW (Loshchilov and Hutter 2019, with the bias-corrected epsilon of PyTorch) after clipping the
 * gradient's global norm.
 *
 * @param optimizer its decay is applied to matrices, adapters and the embedding, not to norms and biases
 * @param seed of the initial weights of a new model or adapter, and of an adapter's dropout
 * @param compute type of the matrix products; trained weights are float32 in any case
 * @param activations whether a step keeps or recomputes them
 */
public record TrainingSettings(
        FineTuning fineTuning, RunSettings.Optimizer optimizer, long seed, Precision compute, Activations activations) {

    /** In float32, keeping all activations. */
    public TrainingSettings(FineTuning fineTuning, RunSettings.Optimizer optimizer, long seed) {
        this(fineTuning, optimizer, seed, Precision.FLOAT32, Activations.KEPT);
    }

    /** Full finetuning with the defaults of Hugging Face's trainer: betas .9 and .999, eps 1e-8, no decay, clip 1. */
    public static TrainingSettings defaults() {
        return new TrainingSettings(new FineTuning.Full(), new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 1), 0);
    }
}
