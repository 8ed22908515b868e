package io.tiltmeter.trainer.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the runs.
 *
 * @param id the run
 * @param effectiveConfig every setting in force, as JSON that reads back as a request
 * @param state its state
 * @param revision counts up with every change
 * @param inputs what it trains on, once it was queued
 * @param progress its loss and speed
 * @param stopEarly why it is to end before its last step; empty while it is not
 * @param createdAt when the request was accepted
 * @param updatedAt when it changed last
 */
public record StoredRun(
        String id,
        String effectiveConfig,
        RunState state,
        long revision,
        Optional<RunInputs> inputs,
        RunProgress progress,
        Optional<String> stopEarly,
        Instant createdAt,
        Instant updatedAt) {
    private static final RequestReader REQUESTS = new RequestReader();

    /** Its request; settings that are newer than the row have their defaults. */
    public RunRequest request() {
        try {
            return Json.mapper()
                    .treeToValue(
                            REQUESTS.withDefaults("run-request", Json.read(effectiveConfig, JsonNode.class)),
                            RunRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored request cannot be read: " + effectiveConfig, e);
        }
    }

    public RunSettings settings() {
        return request().settings();
    }

    /** Its plan, once its mixture is there; none of a run of an earlier version that would be refused today. */
    public Optional<RunPlan> plan() {
        try {
            return inputs.map(fixed -> RunPlan.of(settings(), fixed.mixture().exampleCount()));
        } catch (IllegalArgumentException unplannable) {
            return Optional.empty();
        }
    }

    /** The steps at which a checkpoint is saved: of a run that ended early, those before its end and its end. */
    public CheckpointPlan checkpointPlan() {
        CheckpointPlan planned = plan().map(RunPlan::checkpointPlan).orElse(CheckpointPlan.NONE);
        return state instanceof RunState.Completed completed ? planned.endingAt(completed.step()) : planned;
    }

    /** The event that publishes it. */
    @SuppressWarnings("unchecked")
    public RunUpdated toEvent() {
        Optional<RunPlan> plan = plan();
        return new RunUpdated(
                id,
                id,
                revision,
                state.status(),
                new RunUpdated.Progress(
                        state.step(),
                        plan.map(RunPlan::totalSteps).orElse(0),
                        plan.map(RunPlan::examplesPerStep).orElse(0),
                        plan.map(known -> known.epochsAt(state.step())).orElse(0.0),
                        progress.lossNats(),
                        progress.tokensPerSecond(),
                        progress.etaSeconds()),
                checkpointPlan(),
                inputs.map(RunInputs::suites).orElse(List.of()),
                Json.read(effectiveConfig, Map.class),
                state.reason(),
                createdAt,
                updatedAt);
    }
}
