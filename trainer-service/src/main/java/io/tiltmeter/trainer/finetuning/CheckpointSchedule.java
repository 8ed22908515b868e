package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.RunSettings;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** When weights are saved: before the first step, densely early on, regularly, and at the end. */
final class CheckpointSchedule {
    private CheckpointSchedule() {}

    /**
     * The steps at which a checkpoint is saved, ascending, from 0 to the last. Shares are rounded to the nearest step,
     * each by itself: eighteenths of 250 steps are 14, 28, 42, 56, 69 and so on, and no error adds up.
     */
    static List<Integer> steps(RunSettings.Checkpoints checkpoints, int totalSteps) {
        SortedSet<Integer> steps = new TreeSet<>(List.of(0, totalSteps));
        for (double ratio : checkpoints.saveEarlyRatios()) {
            steps.add(Math.toIntExact(Math.min(totalSteps, Math.round(ratio * totalSteps))));
        }
        double saveSteps = checkpoints.saveSteps();
        double interval = saveSteps < 1 ? saveSteps * totalSteps : saveSteps;
        for (long k = 1; Math.round(k * interval) <= totalSteps && k <= totalSteps; k++) {
            steps.add(Math.toIntExact(Math.round(k * interval)));
        }
        return List.copyOf(steps);
    }
}
