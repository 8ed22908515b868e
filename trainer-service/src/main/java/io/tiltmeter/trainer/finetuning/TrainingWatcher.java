package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.training.TrainingSession;

/** Who is told while a run trains, on the training thread. What it throws ends the training. */
public interface TrainingWatcher {
    /** Whether the next step should be taken; asked before each. */
    boolean goesOn();

    /** Whether the run is to end with the steps it has taken; asked before each further one. */
    default boolean endsEarly() {
        return false;
    }

    /** A step was taken. */
    void stepTaken(StepRecord step);

    /** The plan has a checkpoint here; told after {@link #stepTaken} of the same step. */
    void checkpointDue(TrainingSession session);
}
