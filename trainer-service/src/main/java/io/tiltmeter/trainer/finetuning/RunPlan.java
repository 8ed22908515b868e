package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.training.LearningRateSchedule;
import java.util.List;

/**
 * A run laid out, once its mixture's size is known.
 *
 * @param totalSteps optimizer steps, at least 1
 * @param stepsPerEpoch optimizer steps in one pass over the mixture
 * @param examplesPerStep examples in one optimizer step
 * @param warmupSteps steps spent warming up
 * @param checkpointSteps where weights are saved, ascending, from 0 to {@code totalSteps}
 */
public record RunPlan(
        int totalSteps, int stepsPerEpoch, int examplesPerStep, int warmupSteps, List<Integer> checkpointSteps) {
    public RunPlan {
        checkpointSteps = List.copyOf(checkpointSteps);
    }

    /**
     * @param exampleCount of the mixture
     * @throws IllegalArgumentException if the mixture is empty or the warm-up is longer than the run
     */
    public static RunPlan of(RunSettings settings, long exampleCount) {
        if (exampleCount < 1) {
            throw new IllegalArgumentException(
                    "mixture " + settings.mixture() + " has no examples: there is nothing to train on");
        }
        int stepsPerEpoch = ExampleOrder.stepsPerEpoch(exampleCount, settings.batching());
        int totalSteps = settings.length().totalSteps(stepsPerEpoch);
        return new RunPlan(
                totalSteps,
                stepsPerEpoch,
                settings.batching().examplesPerStep(),
                settings.rate().warmupSteps(totalSteps),
                settings.checkpoints().steps(totalSteps));
    }

    public boolean savesAt(int step) {
        return checkpointSteps.contains(step);
    }

    /** Passes over the mixture after so many steps. */
    public double epochsAt(int step) {
        return (double) step / stepsPerEpoch;
    }

    /** The learning rate of each step. */
    public LearningRateSchedule schedule(RunSettings settings) {
        return settings.rate().over(totalSteps);
    }
}
