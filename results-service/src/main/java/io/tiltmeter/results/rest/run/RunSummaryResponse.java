package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.event.RunAnnotation;
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
 * @param requestedName of the request, where a user gave the run another; absent where {@code run_name} is that one
 * @param tags absent without any
 * @param archived true if lists leave it out; absent otherwise
 * @param imported whether it was imported, not trained here
 * @param version changes whenever anything about the run changes
 * @param conflictSuites names of its knowledge-conflict suites; empty for a run that is not evaluated
 * @param verdict {@code inversion}, {@code recovered}, {@code no_inversion} or {@code inconclusive}; absent without a
 *     conflict suite
 * @param verdictStrength {@code shown} or {@code likely}; absent if the verdict is inconclusive
 * @param provisional whether scores are still missing
 * @param warning the live warning, the gravest of its suites; absent without a conflict suite
 */
public record RunSummaryResponse(
        String runId,
        String runName,
        Optional<String> requestedName,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags,
        Optional<Boolean> archived,
        boolean imported,
        String version,
        RunStatus status,
        String reason,
        @JsonUnwrapped Progress progress,
        List<String> conflictSuites,
        Optional<String> verdict,
        Optional<String> verdictStrength,
        boolean provisional,
        Optional<Warning> warning,
        Instant createdAt,
        Instant updatedAt) {
    public RunSummaryResponse {
        tags = tags == null ? List.of() : List.copyOf(tags);
    }

    /**
     * How far the run has come.
     *
     * @param checkpointsPlanned checkpoints that the run will save
     * @param checkpointsSaved checkpoints saved so far
     * @param checkpointsScored checkpoints scored on every suite
     */
    public record Progress(
            int step,
            int totalSteps,
            double epochs,
            Optional<Double> lossNats,
            Optional<Double> tokensPerSecond,
            Optional<Double> etaSeconds,
            int checkpointsPlanned,
            int checkpointsSaved,
            long checkpointsScored) {
        private static Progress of(ScoredRun scored) {
            RunUpdated.Progress progress = scored.run().state().progress();
            return new Progress(
                    progress.step(),
                    progress.totalSteps(),
                    progress.epochs(),
                    progress.lossNats(),
                    progress.tokensPerSecond(),
                    progress.etaSeconds(),
                    scored.run().state().plannedCheckpoints().size(),
                    scored.checkpoints().size(),
                    scored.curve().points().stream()
                            .filter(CurvePoint::complete)
                            .count());
        }
    }

    /**
     * The live warning.
     *
     * @param sinceStep the step that caused its state; absent if it has never changed
     */
    public record Warning(WarningState state, Optional<Integer> sinceStep) {}

    public static RunSummaryResponse of(ScoredRun scored, Optional<Verdict> verdict, RunWarning warning) {
        RunUpdated state = scored.run().state();
        RunAnnotation annotation = scored.run().annotation();
        return new RunSummaryResponse(
                state.runId(),
                scored.run().name(),
                annotation.name().map(name -> state.runName()),
                annotation.tags(),
                Optional.of(annotation.archived()).filter(archived -> archived),
                scored.run().imported(),
                scored.run().version(),
                state.status(),
                state.reason(),
                Progress.of(scored),
                scored.names().conflict(),
                verdict.map(found -> Json.name(found.state())),
                verdict.flatMap(Verdict::strength).map(Json::name),
                scored.isProvisional(),
                warning.gravest()
                        .map(suite ->
                                new Warning(suite.track().state(), suite.track().sinceStep())),
                state.createdAt(),
                state.updatedAt());
    }
}
