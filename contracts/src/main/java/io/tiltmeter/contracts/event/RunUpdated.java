package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run stands now, whole: the newest revision replaces all older ones. Key: the run id.
 *
 * @param runId the run
 * @param runName its short name, unique among active runs: the label {@code run} of metrics
 * @param revision counts up with every update of this run; a lower one is old news
 * @param status where it stands
 * @param step optimizer steps taken
 * @param totalSteps optimizer steps planned; 0 while unknown
 * @param examplesPerStep examples in one optimizer step; 0 while unknown
 * @param epochs passes over the mixture so far
 * @param lossNats mean loss of the newest step, in nats per scored token
 * @param tokensPerSecond over the last seconds
 * @param etaSeconds until the last step
 * @param plannedCheckpoints the steps at which a checkpoint is saved, ascending
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
        int step,
        int totalSteps,
        int examplesPerStep,
        double epochs,
        Optional<Double> lossNats,
        Optional<Double> tokensPerSecond,
        Optional<Double> etaSeconds,
        List<Integer> plannedCheckpoints,
        List<SuiteRef> suites,
        Map<String, Object> effectiveConfig,
        String reason,
        Instant createdAt,
        Instant updatedAt) {
    public RunUpdated {
        Id.checked("run id", runId);
        plannedCheckpoints = List.copyOf(plannedCheckpoints);
        suites = List.copyOf(suites);
        effectiveConfig = Map.copyOf(effectiveConfig);
    }
}
