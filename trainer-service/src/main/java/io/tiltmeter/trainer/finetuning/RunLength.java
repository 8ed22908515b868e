package io.tiltmeter.trainer.finetuning;

/** How long a run trains. */
public sealed interface RunLength {
    /** A run beyond this many steps is taken for a slip. */
    int MAX_STEPS = 10_000_000;

    /** Optimizer steps for a mixture that takes so many steps a pass. */
    int totalSteps(int stepsPerEpoch);

    /** @param maxSteps at least 1 */
    record Steps(int maxSteps) implements RunLength {
        @Override
        public int totalSteps(int stepsPerEpoch) {
            return maxSteps;
        }
    }

    /** @param epochs above 0; a share of a pass is rounded up to a step, as Hugging Face does */
    record Epochs(double epochs) implements RunLength {
        @Override
        public int totalSteps(int stepsPerEpoch) {
            double steps = Math.ceil(epochs * stepsPerEpoch);
            if (steps > MAX_STEPS) {
                throw new IllegalArgumentException("num_train_epochs " + epochs + " over " + stepsPerEpoch
                        + " steps an epoch is more than " + MAX_STEPS + " steps; set max_steps");
            }
            return (int) Math.max(1, steps);
        }
    }
}
