package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.request.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** When weights are saved: before the first step, densely early on, regularly, and at the end. */
final class CheckpointSchedule {
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
                .filter(maxSteps -> count(settings.checkpoints(), maxSteps) > CheckpointPlan.MAX_CHECKPOINTS)
                .ifPresent(maxSteps -> faults.add(new Fault(
                        "save_steps",
                        Double.toString(saveSteps),
                        "at most " + CheckpointPlan.MAX_CHECKPOINTS + " checkpoints over max_steps " + maxSteps,
                        "send 0.001 for about a thousand checkpoints")));
        return faults;
    }

    /** How many checkpoints {@link #plan} plans, or a few more: neighbours may fall on one step. */
    private static long count(RunSettings.Checkpoints checkpoints, int totalSteps) {
        return 2L
                + checkpoints.saveEarlyRatios().size()
                + CheckpointPlan.regularCount(interval(checkpoints, totalSteps), totalSteps);
    }

    /** From before the first step to the last; shares are rounded to the nearest step. */
    static CheckpointPlan plan(RunSettings.Checkpoints checkpoints, int totalSteps) {
        if (count(checkpoints, totalSteps) > CheckpointPlan.MAX_CHECKPOINTS) {
            throw new IllegalArgumentException("save_steps " + checkpoints.saveSteps() + " over " + totalSteps
                    + " steps is more than " + CheckpointPlan.MAX_CHECKPOINTS
                    + " checkpoints; send larger save_steps");
        }
        SortedSet<Integer> steps = new TreeSet<>(List.of(0, totalSteps));
        for (double ratio : checkpoints.saveEarlyRatios()) {
            steps.add(Math.toIntExact(Math.min(totalSteps, Math.round(ratio * totalSteps))));
        }
        return new CheckpointPlan(List.copyOf(steps), interval(checkpoints, totalSteps), totalSteps);
    }

    /** At least one step, however small a share of a short run is. */
    private static double interval(RunSettings.Checkpoints checkpoints, int totalSteps) {
        double saveSteps = checkpoints.saveSteps();
        return Math.max(1, saveSteps < 1 ? saveSteps * totalSteps : saveSteps);
    }
}
