package io.tiltmeter.evaluator.rest;

import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.TemplateChoice;
import io.tiltmeter.evaluator.application.CheckpointRequestReader.Adoption;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a request that was accepted.
 *
 * @param status queued, or ended where a hook said that its trainer is done, or waiting where a training in progress has written
 *     nothing yet, and nothing was stored
 * @param checkpoints those that the request names, by ascending step, with those that were known; none for a run that
 *     was only registered
 * @param totalSteps optimizer steps planned, or the highest step known
 * @param complete whether no further checkpoint is expected
 * @param template of the run
 * @param templateReason how the files tell it, where the request says auto
 * @param firstPrompt that of the first item of a new run's first suite, as the model reads it, with special tokens
 * @param notes what the sender should know
 */
public record QueuedCheckpointsResponse(
        String runId,
        String status,
        List<CheckpointResponse> checkpoints,
        Optional<Integer> totalSteps,
        boolean complete,
        Optional<String> template,
        Optional<String> templateReason,
        Optional<String> firstPrompt,
        List<String> notes) {
    private static final String QUEUED = "queued";
    private static final String ENDED = "ended";
    private static final String WAITING = "waiting";

    static QueuedCheckpointsResponse of(Adoption accepted, List<CheckpointResponse> checkpoints) {
        AdoptionPlan plan = accepted.plan();
        return new QueuedCheckpointsResponse(
                accepted.runId(),
                accepted.run().isPresent() ? QUEUED : WAITING,
                checkpoints,
                Optional.of(plan.totalSteps()).filter(steps -> steps > 0),
                plan.ending() == AdoptionPlan.Ending.SEEN,
                accepted.run().map(run -> run.template()),
                accepted.template().map(TemplateChoice::reason),
                accepted.firstPrompt(),
                plan.notes());
    }

    /** @param last step of its last checkpoint */
    static QueuedCheckpointsResponse ended(String runId, int last) {
        return new QueuedCheckpointsResponse(
                runId,
                ENDED,
                List.of(),
                Optional.of(last),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("the run is complete with its checkpoint of step " + last));
    }
}
