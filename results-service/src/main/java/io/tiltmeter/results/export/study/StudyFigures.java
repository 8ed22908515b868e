package io.tiltmeter.results.export.study;

import io.tiltmeter.results.application.curve.CurveQueries;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.application.curve.XAxis;
import io.tiltmeter.results.application.study.StudyMatrix;
import io.tiltmeter.results.application.study.StudyMatrix.ConditionFinding;
import io.tiltmeter.results.application.study.StudyMatrix.EqualMean;
import io.tiltmeter.results.export.study.Panel.Axis;
import io.tiltmeter.results.export.study.Panel.Tick;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pictures of a study, all on the same axes: of each condition both accuracies of every seed over the steps, and
 * counterfactual accuracy over the standard mean beside the reference's.
 */
public final class StudyFigures {
    /** Of all lines of a document together. */
    private static final int MOST_POINTS = 60_000;

    private static final int MOST_POINTS_OF_A_LINE = 400;
    private static final int FEWEST_POINTS_OF_A_LINE = 30;

    private final StudyMatrix study;
    private final Map<String, List<List<Point>>> lines = new LinkedHashMap<>();
    private final int mostPoints;
    private final Axis steps;
    private final Axis standardMeans;

    /** The pictures of a study that was read. */
    public StudyFigures(StudyMatrix study) {
        this.study = study;
        study.conditions().forEach(condition -> lines.put(condition.name(), new ArrayList<>()));
        study.cells()
                .forEach(cell -> cell.scored()
                        .map(run -> CurveQueries.points(run, XAxis.STEP))
                        .ifPresent(points -> lines.get(cell.cell().condition()).add(points)));
        long runs = lines.values().stream().mapToLong(List::size).sum();
        this.mostPoints = (int)
                Math.max(FEWEST_POINTS_OF_A_LINE, Math.min(MOST_POINTS_OF_A_LINE, MOST_POINTS / Math.max(1, runs)));
        this.steps = steps(points().mapToInt(Point::step).max().orElse(1));
        this.standardMeans = standardMeans(points().flatMap(point -> point.standardMean().stream())
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private Stream<Point> points() {
        return lines.values().stream().flatMap(List::stream).flatMap(List::stream);
    }

    /** By their names, first all over steps, then all over standard means; a condition without curves has none. */
    public Map<String, StudyFigure> all() {
        Map<String, StudyFigure> figures = new LinkedHashMap<>();
        Stream.of(curves(), standardMeans())
                .flatMap(List::stream)
                .forEach(figure -> figures.put(figure.name(), figure));
        return figures;
    }

    /** Over the steps. */
    public List<StudyFigure> curves() {
        return IntStream.range(0, study.conditions().size())
                .filter(condition -> !of(condition).isEmpty())
                .mapToObj(this::curves)
                .toList();
    }

    /** Over the standard mean, of conditions that have one. */
    public List<StudyFigure> standardMeans() {
        return IntStream.range(0, study.conditions().size())
                .filter(condition -> of(condition).stream()
                        .flatMap(List::stream)
                        .anyMatch(point -> point.standardMean().isPresent()))
                .mapToObj(this::standardMean)
                .toList();
    }

    private List<List<Point>> of(int condition) {
        return lines.get(study.conditions().get(condition).name());
    }

    private StudyFigure curves(int condition) {
        String name = study.conditions().get(condition).name();
        Panel panel = new Panel(name, "accuracy", steps, mostPoints)
                .legend(0, "context-text", "counterfactual (solid)")
                .legend(150, "memory-text", "parametric (dashed)");
        for (List<Point> run : of(condition)) {
            panel.line(
                    "memory",
                    run,
                    StudyFigures::step,
                    point -> point.parametric().accuracy(),
                    Point::segment);
            panel.line(
                    "context",
                    run,
                    StudyFigures::step,
                    point -> point.counterfactual().accuracy(),
                    Point::segment);
        }
        return panel.figure(
                "curves-" + (condition + 1),
                name + ": counterfactual and parametric accuracy over optimizer steps, "
                        + of(condition).size() + " runs");
    }

    private StudyFigure standardMean(int condition) {
        ConditionFinding found = study.conditions().get(condition);
        String reference = study.conditions().get(0).name();
        Panel panel = new Panel(found.name(), "counterfactual accuracy", standardMeans, mostPoints)
                .legend(0, "context-text", "this condition");
        if (condition > 0) {
            panel.legend(100, "reference-text", "reference").legend(170, "", "rings: compared here");
            of(0).forEach(run -> path(panel, "reference", run));
        }
        of(condition).forEach(run -> path(panel, "context", run));
        found.matched()
                .ifPresent(matched ->
                        matched.seeds().forEach(seed -> seed.there().ifPresent(there -> mark(panel, there))));
        return panel.figure(
                "standard-mean-" + (condition + 1),
                found.name() + ": counterfactual accuracy over the standard mean"
                        + (condition == 0 ? "" : ", beside " + reference));
    }

    /** A run through both accuracies, with a dot at its last checkpoint. */
    private static void path(Panel panel, String style, List<Point> run) {
        panel.line(
                style,
                run,
                Point::standardMean,
                point -> point.counterfactual().accuracy(),
                point -> point.segment() + point.standardSegment());
        run.stream()
                .filter(point -> point.standardMean().isPresent()
                        && point.counterfactual().accuracy().isPresent())
                .reduce((earlier, later) -> later)
                .ifPresent(last -> panel.circle(
                        style + "-end",
                        last.standardMean().orElseThrow(),
                        last.counterfactual().accuracy().orElseThrow(),
                        3));
    }

    private static void mark(Panel panel, EqualMean there) {
        panel.circle(
                "reference-match",
                there.standardMean(),
                there.reference().counterfactual().value(),
                6);
        panel.circle(
                "context-match",
                there.standardMean(),
                there.condition().counterfactual().value(),
                6);
    }

    private static Optional<Double> step(Point point) {
        return Optional.of((double) point.step());
    }

    /** Square roots give the early checkpoints, where most happens, more room. */
    private static Axis steps(int furthest) {
        int last = Math.max(1, furthest);
        List<Tick> ticks = IntStream.of(0, last / 16, last / 4, last)
                .distinct()
                .mapToObj(step -> new Tick(step, Integer.toString(step)))
                .toList();
        return new Axis("optimizer steps (square-root scale)", 0, last, Math::sqrt, ticks);
    }

    /** Between the tenths around all standard means. */
    private static Axis standardMeans(double[] all) {
        double lowest = Math.floor(10 * DoubleStream.of(all).min().orElse(0)) / 10;
        double highest = Math.ceil(10 * DoubleStream.of(all).max().orElse(1)) / 10;
        double low = Math.max(0, Math.min(lowest, highest - 0.1));
        double high = Math.max(highest, low + 0.1);
        int tenths = (int) Math.round(10 * (high - low));
        int every = tenths > 5 ? 2 : 1;
        List<Tick> ticks = IntStream.rangeClosed(0, tenths / every)
                .mapToObj(tick -> low + tick * every / 10.0)
                .map(at -> new Tick(at, Math.round(100 * at) + " %"))
                .toList();
        return new Axis("standard mean: unweighted mean of the standard suites", low, high, at -> at, ticks);
    }
}
