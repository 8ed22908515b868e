package io.tiltmeter.results.api.curve;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.api.run.ScoredRun;
import io.tiltmeter.results.api.run.ShownSeries;
import io.tiltmeter.results.api.series.Mixed;
import io.tiltmeter.results.api.series.SeriesQuery.Items;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.store.StoredScore;
import io.tiltmeter.results.store.StoredScore.Provenance;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A run's inversion curve. Accuracies are shares in [0, 1]; bounds are those of 95 % intervals.
 *
 * @param suite the knowledge-conflict suite shown; absent if the run has none
 * @param conflictSuites all that can be shown
 * @param scorer the rule that judged its answers
 * @param scorerVersions its versions along the curve
 * @param arm how it was put to the model
 * @param itemFilter {@code all}, or {@code known} for those whose memory answer the base model gives without the context
 * @param scorers all that can be shown of this suite
 * @param arms all that can be shown of this suite
 * @param knowledge whether {@code items=known} can be asked for
 * @param engines what computed the points, the standard suites' too
 * @param batchings how items went through the model together, likewise
 * @param standardSeries by which scorer and in which arm each standard suite is shown
 * @param mixed what is not the same at all points, so that a change may be none of the model
 */
public record CurveView(
        String runId,
        String runName,
        RunStatus status,
        int totalSteps,
        Optional<String> suite,
        List<String> conflictSuites,
        Optional<String> scorer,
        List<Integer> scorerVersions,
        Optional<String> arm,
        String itemFilter,
        List<String> scorers,
        List<String> arms,
        boolean knowledge,
        List<String> engines,
        List<String> batchings,
        SortedMap<String, StandardSeries> standardSeries,
        List<Mixed> mixed,
        List<Point> points) {

    /** What a standard suite's accuracies are. */
    public record StandardSeries(String scorer, String arm) {}

    /**
     * One checkpoint.
     *
     * @param step optimizer steps taken; 0 is the model before finetuning
     * @param epochs passes over the mixture
     * @param standardMean unweighted mean of the standard suites; absent until all suites are scored
     * @param standard each standard suite's accuracy
     * @param trainingLossNats loss of the step, in nats per token; absent at step 0
     * @param complete whether every suite is scored
     * @param scorerVersion the scorer's version at this point of the conflict suite
     * @param engine what computed that
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
            boolean complete,
            Optional<Integer> scorerVersion,
            Optional<String> engine) {}

    public static CurveView of(ScoredRun scored) {
        RunUpdated state = scored.run().state();
        return new CurveView(
                state.runId(),
                state.runName(),
                state.status(),
                state.totalSteps(),
                scored.conflictSuite(),
                scored.names().conflict(),
                scored.shown().map(ShownSeries::scorer),
                distinct(
                        scored.scores().stream().filter(score -> isShown(score, scored)),
                        score -> score.provenance().scorerVersion()),
                scored.shown().map(ShownSeries::arm),
                scored.shown().map(ShownSeries::items).orElse(Items.ALL).id(),
                scored.shown().map(ShownSeries::scorers).orElse(List.of()),
                scored.shown().map(ShownSeries::arms).orElse(List.of()),
                scored.shown().map(ShownSeries::knowledge).orElse(false),
                distinct(scored.scores().stream(), score -> score.provenance().engine()),
                distinct(
                        scored.scores().stream()
                                .filter(score -> score.provenance().batching().isPresent()),
                        score -> score.provenance().batching().get()),
                standardSeries(scored),
                scored.mixed(),
                scored.curve().points().stream()
                        .map(point -> point(point, scored))
                        .toList());
    }

    private static boolean isShown(StoredScore score, ScoredRun scored) {
        return scored.conflictSuite().filter(scored.nameOf(score)::equals).isPresent();
    }

    private static <T> List<T> distinct(Stream<StoredScore> scores, Function<StoredScore, T> aspect) {
        return scores.map(aspect).distinct().sorted().toList();
    }

    private static SortedMap<String, StandardSeries> standardSeries(ScoredRun scored) {
        SortedMap<String, StandardSeries> series = new TreeMap<>();
        for (StoredScore score : scored.scores()) {
            if (score.kind() == SuiteKind.STANDARD) {
                Provenance provenance = score.provenance();
                series.put(scored.nameOf(score), new StandardSeries(provenance.scorer(), provenance.arm()));
            }
        }
        return series;
    }

    private static Point point(CurvePoint point, ScoredRun scored) {
        Optional<Provenance> provenance = scored.conflictSuite()
                .flatMap(suite -> scored.score(suite, point.step()))
                .map(StoredScore::provenance);
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
                point.complete(),
                provenance.map(Provenance::scorerVersion),
                provenance.map(Provenance::engine));
    }
}
