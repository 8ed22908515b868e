package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.Id;
import java.time.Instant;

/**
 * The live warning of a run and suite moved from one state to another. It is published in step order, from checkpoints that
 * are scored or given up up to its step; identity: run, suite, step and state. Key: the run id.
 *
 * @param runId the run
 * @param suiteId the knowledge-conflict suite
 * @param state the state entered
 * @param previousState the state left
 * @param step the checkpoint that moved it
 * @param newestMean mean counterfactual accuracy over the newest {@code window} checkpoints, in [0, 1]
 * @param bestMean the highest such mean up to this step
 * @param bestStep the newest checkpoint of that mean
 * @param window checkpoints in a mean
 * @param threshold how far below the best a mean must lie to count, a difference of accuracies
 * @param patience how many in a row move the state
 * @param warnedAt when it was found
 */
public record InversionWarned(
        String runId,
        String suiteId,
        WarningState state,
        WarningState previousState,
        int step,
        double newestMean,
        double bestMean,
        int bestStep,
        int window,
        double threshold,
        int patience,
        Instant warnedAt) {
    public InversionWarned {
        Id.checked("run id", runId);
    }
}
