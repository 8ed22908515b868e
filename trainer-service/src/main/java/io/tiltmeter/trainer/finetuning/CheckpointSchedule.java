package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** When weights are saved: before the first step, densely early on, regularly, and at the end. */
final class CheckpointSchedule {
    /** Beyond this a run would fill disks; events name every step, and stay far below a broker's limit of 1 MiB. */
    private static final int MAX_CHECKPOINTS = 10_000;

    private CheckpointSchedule() {}

    /** What is wrong with the schedule of a request, as far as its length is known. */
    static List<Fault> faults(RunSettings settings) {
        List<Fault> faults = new ArrayList<>();
        double saveSteps = settings.checkpoints().saveSteps();
        if (saveSteps >= 1 && saveSteps != Math.rint(saveSteps)) {
            faults.add(new Fault(
                    "save_steps",
                    Double.toString(saveSteps),
                    "a whole number of steps, or a share of the run below 1",
                    "send " + Math.round(saveSteps)));
        }
        settings.length()
                .maxSteps()
                .filter(maxSteps -> count(settings.checkpoints(), maxSteps) > MAX_CHECKPOINTS)
                .ifPresent(maxSteps -> faults.add(new Fault(
                        "save_steps",
                        Double.toString(saveSteps),
                        "at most " + MAX_CHECKPOINTS + " checkpoints over max_steps " + maxSteps,
                        "send 0.001 for about a thousand checkpoints")));
        return faults;
    }

    /** How many checkpoints {@link #steps} plans, or a few more: neighbours may fall on one step. */
    private static long count(RunSettings.Checkpoints checkpoints, int totalSteps) {
        double regular = Math.min(totalSteps, totalSteps / interval(checkpoints, totalSteps));
        return 2L + checkpoints.saveEarlyRatios().size() + (long) regular;
    }

    /**
     * The steps at which a checkpoint is saved, ascending, from 0 to the last. Shares are rounded to the nearest step,
     * each by itself: eighteenths of 250 steps are 14, 28, 42, 56, 69 and so on, and no error adds up.
     */
    static List<Integer> steps(RunSettings.Checkpoints checkpoints, int totalSteps) {
        if (count(checkpoints, totalSteps) > MAX_CHECKPOINTS) {
            throw new IllegalArgumentException("save_steps " + checkpoints.saveSteps() + " over " + totalSteps
                    + " steps is more than " + MAX_CHECKPOINTS + " checkpoints; send larger save_steps");
        }
        SortedSet<Integer> steps = new TreeSet<>(List.of(0, totalSteps));
        for (double ratio : checkpoints.saveEarlyRatios()) {
            steps.add(Math.toIntExact(Math.min(totalSteps, Math.round(ratio * totalSteps))));
        }
        double interval = interval(checkpoints, totalSteps);
        for (long k = 1; Math.round(k * interval) <= totalSteps && k <= totalSteps; k++) {
            steps.add(Math.toIntExact(Math.round(k * interval)));
        }
        return List.copyOf(steps);
    }

    private static double interval(RunSettings.Checkpoints checkpoints, int totalSteps) {
        double saveSteps = checkpoints.saveSteps();
        return saveSteps < 1 ? saveSteps * totalSteps : saveSteps;
    }
}
