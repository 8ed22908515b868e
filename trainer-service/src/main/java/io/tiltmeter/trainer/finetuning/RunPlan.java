package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.training.LearningRateSchedule;

/**
 * The steps of a run, once its mixture's size is known.
 *
 * @param totalSteps optimizer steps, at least 1
 * @param stepsPerEpoch optimizer steps in one pass over the mixture
 * @param examplesPerStep examples in one optimizer step
 * @param warmupSteps steps spent warming up
 * @param checkpointPlan where weights are saved, from 0 to {@code totalSteps}
 */
public record RunPlan(
        int totalSteps, int stepsPerEpoch, int examplesPerStep, int warmupSteps, CheckpointPlan checkpointPlan) {
    /** A run beyond this many steps is taken to be a mistake. */
    private static final int MAX_STEPS = 10_000_000;

    /**
     * @param exampleCount of the mixture
     * @throws IllegalArgumentException if the mixture is empty, the run or its warm-up is too long, or saves too often
     */
    public static RunPlan of(RunSettings settings, long exampleCount) {
        if (exampleCount < 1) {
            throw new IllegalArgumentException(
                    "mixture " + settings.mixture() + " has no examples: there is nothing to train on");
        }
        int stepsPerEpoch = ExampleOrder.stepsPerEpoch(exampleCount, settings.batching());
        int totalSteps = settings.length().maxSteps().orElseGet(() -> steps(settings.length(), stepsPerEpoch));
        return new RunPlan(
                totalSteps,
                stepsPerEpoch,
                settings.batching().examplesPerStep(),
                warmupSteps(settings.schedule(), totalSteps),
                CheckpointSchedule.plan(settings.checkpoints(), totalSteps));
    }

    /** A share of a pass is rounded up to a step, as Hugging Face does. */
    private static int steps(RunSettings.Length length, int stepsPerEpoch) {
        double epochs = length.numTrainEpochs().orElseThrow();
        double steps = Math.ceil(epochs * stepsPerEpoch);
        if (steps > MAX_STEPS) {
            throw new IllegalArgumentException("num_train_epochs " + epochs + " over " + stepsPerEpoch
                    + " steps an epoch is more than " + MAX_STEPS + " steps; set max_steps");
        }
        return (int) Math.max(1, steps);
    }

    private static int warmupSteps(RunSettings.Schedule rate, int totalSteps) {
        int steps = rate.warmupSteps()
                .orElseGet(() ->
                        LearningRateSchedule.warmupSteps(rate.warmupRatio().orElse(0.0), totalSteps));
        if (steps > totalSteps) {
            throw new IllegalArgumentException("warmup_steps " + steps + " is more than the run's " + totalSteps
                    + " steps; send fewer, or a warmup_ratio");
        }
        return steps;
    }

    public boolean savesAt(int step) {
        return checkpointPlan.includes(step);
    }

    /** Passes over the mixture after so many steps. */
    public double epochsAt(int step) {
        return (double) step / stepsPerEpoch;
    }

    /** The learning rate of each step. */
    public LearningRateSchedule schedule(RunSettings.Schedule rate) {
        return LearningRateSchedule.named(
                rate.lrSchedulerType(),
                rate.learningRate(),
                warmupSteps,
                totalSteps,
                rate.minLrRate().orElse(0.0));
    }
}
