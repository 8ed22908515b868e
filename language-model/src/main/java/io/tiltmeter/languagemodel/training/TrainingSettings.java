package io.tiltmeter.languagemodel.training;

import java.util.ArrayList;
import java.util.List;

/**
 * How weights are moved: AdamW (Loshchilov and Hutter 2019, with the bias-corrected epsilon of PyTorch) after clipping
 * the gradient's global norm.
 *
 * @param weightDecay decoupled, applied to matrices and the embedding, not to norms
 * @param maxGradNorm limit of the global L2 norm over the trained parameters; 0 switches clipping off
 * @param seed of the first weights of a fresh model
 */
public record TrainingSettings(
        FineTuningType fineTuningType,
        double adamBeta1,
        double adamBeta2,
        double adamEpsilon,
        double weightDecay,
        double maxGradNorm,
        long seed) {

    /** @throws IllegalArgumentException naming every fault at once */
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

    /** Full finetuning with the defaults of Hugging Face's trainer: betas .9 and .999, eps 1e-8, no decay, clip 1. */
    public static TrainingSettings defaults() {
        return new TrainingSettings(FineTuningType.FULL, 0.9, 0.999, 1e-8, 0, 1, 0);
    }

    private static void inUnit(List<String> faults, String name, double beta) {
        if (!(beta >= 0 && beta < 1)) {
            faults.add(name + " " + beta + " is outside [0, 1)");
        }
    }
}
