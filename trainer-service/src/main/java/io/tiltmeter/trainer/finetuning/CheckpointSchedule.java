package io.tiltmeter.trainer.finetuning;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When weights are saved: before the first step, densely early on, regularly, and at the end.
 *
 * @param saveSteps every so many steps, or, below 1, every such share of the run
 * @param earlyRatios shares of the run at which weights are saved besides, in (0, 1)
 * @param totalLimit how many checkpoints keep their files; 0 keeps all
 */
public record CheckpointSchedule(double saveSteps, List<Double> earlyRatios, int totalLimit) {
    public CheckpointSchedule {
        if (!(saveSteps > 0 && Double.isFinite(saveSteps))) {
            throw new IllegalArgumentException("save_steps " + saveSteps + " is not above 0");
        }
        if (totalLimit < 0) {
            throw new IllegalArgumentException("save_total_limit " + totalLimit + " is negative");
        }
        earlyRatios = List.copyOf(earlyRatios);
    }

    /**
     * The steps at which a checkpoint is saved, ascending, from 0 to the last. Shares are rounded to the nearest step,
     * each by itself: eighteenths of 250 steps are 14, 28, 42, 56, 69 and so on, and no error adds up.
     */
    public List<Integer> steps(int totalSteps) {
        SortedSet<Integer> steps = new TreeSet<>(List.of(0, totalSteps));
        for (double ratio : earlyRatios) {
            steps.add(Math.toIntExact(Math.min(totalSteps, Math.round(ratio * totalSteps))));
        }
        double interval = saveSteps < 1 ? saveSteps * totalSteps : saveSteps;
        for (long k = 1; Math.round(k * interval) <= totalSteps && k <= totalSteps; k++) {
            steps.add(Math.toIntExact(Math.round(k * interval)));
        }
        return List.copyOf(steps);
    }
}
