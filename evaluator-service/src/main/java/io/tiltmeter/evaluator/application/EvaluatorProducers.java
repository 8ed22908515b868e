package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.evaluation.HeldModel;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the science offers, once a process. */
@Singleton
public class EvaluatorProducers {

    /** Used by the one worker's thread alone. */
    @Produces
    @Singleton
    public HeldModel heldModel() {
        return new HeldModel();
    }
}
