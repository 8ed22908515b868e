package io.tiltmeter.trainer.store;

import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.RunSettings;
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
 * @param state where it stands
 * @param revision counts up with every change
 * @param inputs what it trains on, once it was queued
 * @param progress how fast it goes, while it trains
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
        Instant createdAt,
        Instant updatedAt) {

    public RunRequest request() {
        return StoredJson.read(effectiveConfig, RunRequest.class);
    }

    public RunSettings settings() {
        return RunSettings.of(request());
    }

    /** Its plan, once its mixture is there. */
    public Optional<RunPlan> plan() {
        return inputs.map(fixed -> RunPlan.of(settings(), fixed.mixture().exampleCount()));
    }

    /** Where it stands, as everyone is told. */
    @SuppressWarnings("unchecked")
    public RunUpdated toEvent() {
        Optional<RunPlan> plan = plan();
        return new RunUpdated(
                id,
                id,
                revision,
                state.status(),
                state.step(),
                plan.map(RunPlan::totalSteps).orElse(0),
                plan.map(RunPlan::examplesPerStep).orElse(0),
                plan.map(known -> known.epochsAt(state.step())).orElse(0.0),
                progress.lossNats(),
                progress.tokensPerSecond(),
                progress.etaSeconds(),
                plan.map(RunPlan::checkpointSteps).orElse(List.of()),
                inputs.map(RunInputs::suites).orElse(List.of()),
                StoredJson.read(effectiveConfig, Map.class),
                state.reason(),
                createdAt,
                updatedAt);
    }
}
