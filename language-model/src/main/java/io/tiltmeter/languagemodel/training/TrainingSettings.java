package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * How weights are trained: AdamW (Loshchilov and Hutter 2019, with the bias-corrected epsilon of PyTorch) after clipping the
 * gradient's global norm.
 *
 * @param weightDecay decoupled, applied to matrices, adapters and the embedding, not to norms and biases
 * @param maxGradNorm limit of the global L2 norm over the trained parameters; 0 for no clipping
 * @param seed of the initial weights of a new model or adapter, and of an adapter's dropout
 * @param compute type of the matrix products; trained weights are float32 in any case
 * @param activations whether a step keeps or recomputes them
 */
public record TrainingSettings(
        FineTuning fineTuning,
        double adamBeta1,
        double adamBeta2,
        double adamEpsilon,
        double weightDecay,
        double maxGradNorm,
        long seed,
        Precision compute,
        Activations activations) {

    /** @throws IllegalArgumentException naming all faults */
    public TrainingSettings {
        List<String> faults = new ArrayList<>();
        inUnit(faults, "adamBeta1", adamBeta1);
        inUnit(faults, "adamBeta2", adamBeta2);
        if (!(adamEpsilon > 0 && adamEpsilon < 1)) {
            faults.add("adamEpsilon " + adamEpsilon + " is outside (0, 1)");
        }
        if (!(weightDecay >= 0 && weightDecay < 1)) {
            faults.add("weightDecay " + weightDecay + " is outside [0, 1)");
        }
        if (!(maxGradNorm >= 0 && Double.isFinite(maxGradNorm))) {
            faults.add("maxGradNorm " + maxGradNorm + " is not a finite number of at least 0");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** In float32, keeping all activations. */
    public TrainingSettings(
            FineTuning fineTuning,
            double adamBeta1,
            double adamBeta2,
            double adamEpsilon,
            double weightDecay,
            double maxGradNorm,
            long seed) {
        this(
                fineTuning,
                adamBeta1,
                adamBeta2,
                adamEpsilon,
                weightDecay,
                maxGradNorm,
                seed,
                Precision.FLOAT32,
                Activations.KEPT);
    }

    /** Full finetuning with the defaults of Hugging Face's trainer: betas .9 and .999, eps 1e-8, no decay, clip 1. */
    public static TrainingSettings defaults() {
        return new TrainingSettings(new FineTuning.Full(), 0.9, 0.999, 1e-8, 0, 1, 0);
    }

    private static void inUnit(List<String> faults, String name, double beta) {
        if (!(beta >= 0 && beta < 1)) {
            faults.add(name + " " + beta + " is outside [0, 1)");
        }
    }
}
