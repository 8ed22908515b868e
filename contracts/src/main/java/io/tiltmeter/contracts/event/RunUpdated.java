package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole state of a run: the newest revision replaces all older ones. Key: the run id.
 *
 * @param runId the run
 * @param runName its short name, unique among active runs: the label {@code run} of metrics
 * @param revision counts up with every update of this run; a lower one is out of date
 * @param status its status
 * @param progress how far it has come, and how fast it goes; fields of the event in JSON
 * @param checkpointPlan the steps at which a checkpoint is saved
 * @param suites what every checkpoint of this run is evaluated on
 * @param effectiveConfig every setting in force, defaults included, by its request name
 * @param reason why it waits, failed or was stopped early; empty otherwise
 * @param createdAt when the request was accepted
 * @param updatedAt when this was true
 */
public record RunUpdated(
        String runId,
        String runName,
        long revision,
        RunStatus status,
        @JsonUnwrapped Progress progress,
        @JsonProperty("planned_checkpoints") CheckpointPlan checkpointPlan,
        List<SuiteRef> suites,
        Map<String, Object> effectiveConfig,
        String reason,
        Instant createdAt,
        Instant updatedAt) {
    public RunUpdated {
        Id.checked("run id", runId);
        suites = List.copyOf(suites);
        effectiveConfig = Map.copyOf(effectiveConfig);
    }

    /** The steps at which a checkpoint is saved, ascending. */
    public List<Integer> plannedCheckpoints() {
        return checkpointPlan.all();
    }

    /**
     * How far a run has come, and how fast it goes.
     *
     * @param step optimizer steps taken
     * @param totalSteps optimizer steps planned; 0 while unknown
     * @param examplesPerStep examples in one optimizer step; 0 while unknown
     * @param epochs passes over the mixture so far
     * @param lossNats mean loss of the newest step, in nats per scored token
     * @param tokensPerSecond over the last seconds
     * @param etaSeconds until the last step
     */
    public record Progress(
            int step,
            int totalSteps,
            int examplesPerStep,
            double epochs,
            Optional<Double> lossNats,
            Optional<Double> tokensPerSecond,
            Optional<Double> etaSeconds) {}
}
