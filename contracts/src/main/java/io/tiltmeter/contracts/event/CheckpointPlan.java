package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.TreeSet;

/**
 * The steps at which a run saves checkpoints: single ones, and every so many steps. An event carries this instead of a list, which
 * has thousands of steps in a long run; an event of an earlier version carries the list.
 *
 * @param steps single steps, ascending: those before training, early on and at the end
 * @param every steps between the regular ones, 1 or more, and not always whole: each multiple is rounded by itself; 0 if there is none
 * @param last no regular step is later
 */
public record CheckpointPlan(List<Integer> steps, double every, int last) {
    /** Beyond this a run would fill disks. */
    public static final int MAX_CHECKPOINTS = 10_000;

    /** A plan that is not known. */
    public static final CheckpointPlan NONE = new CheckpointPlan(List.of());

    /** @throws IllegalArgumentException if {@code every} lies between 0 and 1, or is passed more than 10,000 times */
    @JsonCreator
    public CheckpointPlan {
        steps = List.copyOf(steps);
        if (!(every == 0 || every >= 1)) {
            throw new IllegalArgumentException("checkpoints every " + every + " steps: send 0 or at least 1");
        }
        if (regularCount(every, last) > MAX_CHECKPOINTS) {
            throw new IllegalArgumentException("checkpoints every " + every + " of " + last + " steps are more than "
                    + MAX_CHECKPOINTS + ": send fewer");
        }
    }

    /** These steps and no others. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CheckpointPlan(List<Integer> steps) {
        this(steps, 0, 0);
    }

    /** Regular checkpoints up to a step. */
    public static long regularCount(double every, int last) {
        return every == 0 ? 0 : (long) Math.min(last, (last + 0.5) / every);
    }

    /** Whether a checkpoint is saved at this step. */
    public boolean includes(int step) {
        if (steps.contains(step)) {
            return true;
        }
        if (every == 0 || step < 1 || step > last) {
            return false;
        }
        long before = (long) (step / every);
        return Math.round(before * every) == step || Math.round((before + 1) * every) == step;
    }

    /** Every step, ascending: eighteenths of 250 steps are 14, 28, 42, 56, 69 and so on, and no error adds up. */
    public List<Integer> all() {
        TreeSet<Integer> all = new TreeSet<>(steps);
        for (long k = 1; every > 0 && Math.round(k * every) <= last; k++) {
            all.add(Math.toIntExact(Math.round(k * every)));
        }
        return List.copyOf(all);
    }

    /** The plan of a run that ended early, with a checkpoint at its end. */
    public CheckpointPlan endingAt(int step) {
        TreeSet<Integer> kept = new TreeSet<>(new TreeSet<>(steps).headSet(step));
        kept.add(step);
        return new CheckpointPlan(List.copyOf(kept), every, Math.max(0, Math.min(last, step - 1)));
    }
}
