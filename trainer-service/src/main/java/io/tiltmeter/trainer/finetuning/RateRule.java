package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.training.LearningRateSchedule;
import java.util.OptionalInt;

/**
 * How the learning rate moves, as far as it can be said before the run's length is known.
 *
 * @param peak the highest rate
 * @param schedulerType a name of {@link LearningRateSchedule#NAMES}
 * @param minLrRate final share of the peak, for {@code cosine_with_min_lr}
 * @param warmupRatio share of the run spent warming up, rounded up to a step
 * @param warmupSteps steps spent warming up; beats the ratio
 */
public record RateRule(
        double peak, String schedulerType, double minLrRate, double warmupRatio, OptionalInt warmupSteps) {

    /** @throws IllegalArgumentException if the warm-up is longer than the run */
    public LearningRateSchedule over(int totalSteps) {
        return LearningRateSchedule.named(schedulerType, peak, warmupSteps(totalSteps), totalSteps, minLrRate);
    }

    /** Steps spent warming up in a run of this length. */
    public int warmupSteps(int totalSteps) {
        int steps = warmupSteps.orElseGet(() -> LearningRateSchedule.warmupSteps(warmupRatio, totalSteps));
        if (steps > totalSteps) {
            throw new IllegalArgumentException("warmup_steps " + steps + " is more than the run's " + totalSteps
                    + " steps; send fewer, or a warmup_ratio");
        }
        return steps;
    }
}
