package io.tiltmeter.results.rest.run;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.servicekit.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run in a list.
 *
 * @param imported whether it was imported: no trainer of this house told of it
 * @param version changes whenever anything about the run changes
 * @param checkpointsPlanned checkpoints that the run will save
 * @param checkpointsSaved checkpoints announced so far
 * @param checkpointsScored checkpoints scored on every suite
 * @param conflictSuites names of its knowledge-conflict suites; empty for a run that is not evaluated
 * @param verdict {@code inversion}, {@code no_inversion} or {@code inconclusive}; absent without a conflict suite
 * @param provisional whether scores are still to come
 * @param warning the live warning, the gravest of its suites; absent without a conflict suite
 */
public record RunSummary(
        String runId,
        String runName,
        boolean imported,
        String version,
        RunStatus status,
        String reason,
        int step,
        int totalSteps,
        double epochs,
        Optional<Double> lossNats,
        Optional<Double> tokensPerSecond,
        Optional<Double> etaSeconds,
        int checkpointsPlanned,
        int checkpointsSaved,
        long checkpointsScored,
        List<String> conflictSuites,
        Optional<String> verdict,
        boolean provisional,
        Optional<Warning> warning,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * Where the live warning stands.
     *
     * @param sinceStep the step that brought it; absent if it has never moved
     */
    public record Warning(WarningState state, Optional<Integer> sinceStep) {}

    public static RunSummary of(ScoredRun scored, Optional<Verdict> verdict, RunWarning warning) {
        RunUpdated state = scored.run().state();
        return new RunSummary(
                state.runId(),
                state.runName(),
                scored.run().imported(),
                scored.run().version(),
                state.status(),
                state.reason(),
                state.progress().step(),
                state.progress().totalSteps(),
                state.progress().epochs(),
                state.progress().lossNats(),
                state.progress().tokensPerSecond(),
                state.progress().etaSeconds(),
                state.plannedCheckpoints().size(),
                scored.checkpoints().size(),
                scored.curve().points().stream().filter(CurvePoint::complete).count(),
                scored.names().conflict(),
                verdict.map(found -> Json.name(found.state())),
                scored.isProvisional(),
                warning.gravest()
                        .map(suite ->
                                new Warning(suite.track().state(), suite.track().sinceStep())),
                state.createdAt(),
                state.updatedAt());
    }
}
