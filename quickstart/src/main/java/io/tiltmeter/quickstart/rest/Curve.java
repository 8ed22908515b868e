package io.tiltmeter.quickstart.rest;

import io.tiltmeter.quickstart.terminal.TextChart;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A curve as {@code GET /api/v1/runs/{id}/curves} of the results-service returns it.
 *
 * @param points the checkpoints whose every suite is scored, by ascending step
 */
public record Curve(List<Point> points) {
    private static final int CHART_WIDTH = 64;
    private static final int CHART_HEIGHT = 13;

    /**
     * One checkpoint's accuracies, each in [0, 1].
     *
     * @param standardMean null where the run has no standard suites
     */
    public record Point(
            int step, double counterfactualAccuracy, double parametricAccuracy, Double standardMean, boolean complete) {
        public static final String HEADING = "    step  counterfactual  parametric  standard";

        /** A row below {@link #HEADING}. */
        public String row() {
            return String.format(
                    Locale.ROOT,
                    "%8d  %14.3f  %10.3f  %8s",
                    step,
                    counterfactualAccuracy,
                    parametricAccuracy,
                    standardMean == null ? "-" : String.format(Locale.ROOT, "%.3f", standardMean));
        }
    }

    public Curve {
        points = points.stream()
                .filter(Point::complete)
                .sorted(Comparator.comparingInt(Point::step))
                .toList();
    }

    public List<String> chart() {
        return new TextChart(CHART_WIDTH, CHART_HEIGHT)
                .draw(List.of(
                        series("standard mean", '·', Point::standardMean),
                        series("parametric", '○', Point::parametricAccuracy),
                        series("counterfactual", '●', Point::counterfactualAccuracy)));
    }

    private TextChart.Series series(String name, char mark, Function<Point, Double> share) {
        return new TextChart.Series(
                name,
                mark,
                points.stream()
                        .filter(point -> share.apply(point) != null)
                        .map(point -> new TextChart.Point(point.step(), share.apply(point)))
                        .toList());
    }
}
