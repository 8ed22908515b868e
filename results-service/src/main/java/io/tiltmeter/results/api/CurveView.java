package io.tiltmeter.results.api;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * A run's inversion curve. Accuracies are shares in [0, 1]; bounds are those of 95 % intervals.
 *
 * @param suite the knowledge-conflict suite shown; absent if the run has none
 * @param conflictSuites all that can be shown
 */
public record CurveView(
        String runId,
        String runName,
        RunStatus status,
        int totalSteps,
        Optional<String> suite,
        List<String> conflictSuites,
        List<Point> points) {

    /**
     * One checkpoint.
     *
     * @param step optimizer steps taken; 0 is the model before finetuning
     * @param epochs passes over the mixture
     * @param standardMean unweighted mean of the standard suites; absent until all suites are scored
     * @param standard each standard suite's accuracy
     * @param trainingLossNats loss of the step, in nats per token; absent at step 0
     * @param complete whether every suite is scored
     */
    public record Point(
            int step,
            double epochs,
            Optional<Double> counterfactualAccuracy,
            Optional<Double> counterfactualLow,
            Optional<Double> counterfactualHigh,
            Optional<Double> parametricAccuracy,
            Optional<Double> parametricLow,
            Optional<Double> parametricHigh,
            Optional<Double> standardMean,
            SortedMap<String, Double> standard,
            Optional<Double> trainingLossNats,
            boolean complete) {}

    static CurveView of(ScoredRun scored) {
        RunUpdated state = scored.run().state();
        return new CurveView(
                state.runId(),
                state.runName(),
                state.status(),
                state.totalSteps(),
                scored.conflictSuite(),
                scored.names().conflict(),
                scored.curve().points().stream()
                        .map(point -> point(point, scored))
                        .toList());
    }

    private static Point point(CurvePoint point, ScoredRun scored) {
        OptionalDouble mean = point.standardMean();
        return new Point(
                point.step(),
                scored.epochs(point.step()),
                point.counterfactual().map(Estimate::value),
                point.counterfactual().map(Estimate::low),
                point.counterfactual().map(Estimate::high),
                point.parametric().map(Estimate::value),
                point.parametric().map(Estimate::low),
                point.parametric().map(Estimate::high),
                mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty(),
                point.standard(),
                scored.checkpoint(point.step())
                        .filter(checkpoint -> checkpoint.step() > 0)
                        .map(CheckpointReady::lossNats),
                point.complete());
    }
}
