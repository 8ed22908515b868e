package io.tiltmeter.results.application.curve;

import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.application.curve.RunCurve.Interval;
import io.tiltmeter.results.application.curve.RunCurve.Measures;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.application.curve.RunCurve.SliceSize;
import io.tiltmeter.results.application.curve.RunCurve.StandardSeries;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SelectedSeries;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredScore.Provenance;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

@Singleton
public class CurveQueries {
    private final RunQueries runs;

    public CurveQueries(RunQueries runs) {
        this.runs = runs;
    }

    /**
     * The curve of a run.
     *
     * @throws io.tiltmeter.servicekit.rest.NotFound if there is no such run, or it has no such suite, scorer or arm
     */
    @Transactional
    public RunCurve curve(String runId, SeriesQuery query, XAxis axis) {
        return curve(runs.scored(runId, query), axis, query.slice());
    }

    /**
     * The curve of a run that was read before.
     *
     * @param scored the run with the series and the items that are shown
     * @param slice the slice whose items are shown
     */
    public RunCurve curve(ScoredRun scored, XAxis axis, Optional<String> slice) {
        RunUpdated state = scored.run().state();
        return new RunCurve(
                state.runId(),
                state.runName(),
                state.status(),
                state.progress().totalSteps(),
                series(scored),
                distinct(scored.scores().stream(), score -> score.provenance().engine()),
                distinct(
                        scored.scores().stream()
                                .filter(score -> score.provenance().batching().isPresent()),
                        score -> score.provenance().batching().get()),
                standardSeries(scored),
                scored.measurementChanges(),
                new RunCurve.Axis(axis.id(), axis.label(), axis.unit()),
                slice,
                sizes(scored),
                points(scored, axis));
    }

    private static RunCurve.Series series(ScoredRun scored) {
        return new RunCurve.Series(
                scored.conflictSuite(),
                scored.names().conflict(),
                scored.shown().map(SelectedSeries::scorer),
                distinct(scored.shownScores(), score -> score.provenance().scorerVersion()),
                scored.shown().map(SelectedSeries::arm),
                scored.shown().map(SelectedSeries::items).orElse(Items.ALL).id(),
                scored.shown().map(SelectedSeries::scorers).orElse(List.of()),
                scored.shown().map(SelectedSeries::arms).orElse(List.of()),
                scored.shown().map(SelectedSeries::knowledge).orElse(false));
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

    private List<SliceSize> sizes(ScoredRun scored) {
        return runs.slices(scored)
                .map(all -> all.all().stream()
                        .map(slice -> new SliceSize(
                                slice.id(), all.items(slice).orElseThrow().size()))
                        .toList())
                .orElse(List.of());
    }

    /** The points alone of the curve of a run that was read before. */
    public static List<Point> points(ScoredRun scored, XAxis axis) {
        Segments conflict = Segments.of(scored.shownScores().toList());
        Segments standard = Segments.of(scored.scores().stream()
                .filter(score -> score.kind() == SuiteKind.STANDARD)
                .toList());
        return scored.curve().points().stream()
                .map(point -> point(point, scored, axis, conflict.at(point.step()), standard.at(point.step())))
                .toList();
    }

    private static Point point(CurvePoint point, ScoredRun scored, XAxis axis, int segment, int standardSegment) {
        Optional<Provenance> provenance = scored.conflictSuite()
                .flatMap(suite -> scored.score(suite, point.step()))
                .map(StoredScore::provenance);
        OptionalDouble mean = point.standardMean();
        RunUpdated state = scored.run().state();
        double epochs = scored.epochs(point.step());
        return new Point(
                point.step(),
                epochs,
                Interval.of(point.counterfactual()),
                Interval.of(point.parametric()),
                Measures.of(point.measures()),
                mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty(),
                point.standard(),
                scored.trainingLossNats(point.step()),
                point.complete(),
                provenance.map(Provenance::scorerVersion),
                provenance.map(Provenance::engine),
                axis.at(state, point.step(), epochs, mean),
                XAxis.examples(state, point.step()),
                point.step() == 0,
                segment,
                standardSegment);
    }
}
