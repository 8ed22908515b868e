package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.training.TrainingSession;

/** Observes a run while it trains, on the training thread. What it throws ends the training. */
public interface TrainingWatcher {
    /** Whether this attempt takes the next step; called before each. */
    boolean continues();

    /** Whether the run ends with the steps it has taken; called before each further one. */
    default boolean endsEarly() {
        return false;
    }

    /** A step was taken. */
    void stepTaken(StepRecord step);

    /** The plan has a checkpoint here; called after {@link #stepTaken} of the same step. */
    void checkpointDue(TrainingSession session);
}
