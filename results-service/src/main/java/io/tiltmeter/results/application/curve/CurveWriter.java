package io.tiltmeter.results.application.curve;

import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.application.curve.CurveView.Point;
import io.tiltmeter.results.application.curve.CurveView.SliceSize;
import io.tiltmeter.results.application.curve.CurveView.StandardSeries;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.application.run.ShownSeries;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredScore.Provenance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Writes down the curve of a run. */
@Singleton
public class CurveWriter {
    private final RunReader reader;

    public CurveWriter(RunReader reader) {
        this.reader = reader;
    }

    /**
     * The curve.
     *
     * @param scored the run with the series and the items that are shown
     * @param axis what it is drawn over
     * @param slice the slice that was asked for
     */
    public CurveView view(Handle handle, ScoredRun scored, XAxis axis, Optional<String> slice) {
        RunUpdated state = scored.run().state();
        return new CurveView(
                state.runId(),
                state.runName(),
                state.status(),
                state.progress().totalSteps(),
                scored.conflictSuite(),
                scored.names().conflict(),
                scored.shown().map(ShownSeries::scorer),
                distinct(shownScores(scored), score -> score.provenance().scorerVersion()),
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
                new CurveView.Axis(axis.id(), axis.label(), axis.unit()),
                slice,
                sizes(handle, scored),
                points(scored, axis));
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

    private List<SliceSize> sizes(Handle handle, ScoredRun scored) {
        return reader.slices(handle, scored)
                .map(all -> all.all().stream()
                        .map(slice -> new SliceSize(
                                slice.id(), all.items(slice).orElseThrow().size()))
                        .toList())
                .orElse(List.of());
    }

    private static Stream<StoredScore> shownScores(ScoredRun scored) {
        return scored.scores().stream().filter(score -> isShown(score, scored));
    }

    private static List<Point> points(ScoredRun scored, XAxis axis) {
        Segments conflict = Segments.of(shownScores(scored).toList());
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
                point.counterfactual().map(Estimate::value),
                point.counterfactual().filter(Estimate::hasBounds).map(Estimate::low),
                point.counterfactual().filter(Estimate::hasBounds).map(Estimate::high),
                point.parametric().map(Estimate::value),
                point.parametric().filter(Estimate::hasBounds).map(Estimate::low),
                point.parametric().filter(Estimate::hasBounds).map(Estimate::high),
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
