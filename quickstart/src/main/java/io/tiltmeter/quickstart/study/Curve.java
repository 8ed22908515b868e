package io.tiltmeter.quickstart.study;

import io.tiltmeter.quickstart.terminal.TextChart;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A curve as {@code GET /api/v1/runs/{id}/curves} of the results-service returns it.
 *
 * @param points the checkpoints whose every suite is scored, by ascending step
 */
record Curve(List<Point> points) {
    private static final int CHART_WIDTH = 64;
    private static final int CHART_HEIGHT = 13;

    /** One checkpoint's accuracies, each in [0, 1]. */
    record Point(
            int step, double counterfactualAccuracy, double parametricAccuracy, double standardMean, boolean complete) {
        static final String HEADING = "    step  counterfactual  parametric  standard";

        /** A row below {@link #HEADING}. */
        String row() {
            return String.format(
                    Locale.ROOT,
                    "%8d  %14.3f  %10.3f  %8.3f",
                    step,
                    counterfactualAccuracy,
                    parametricAccuracy,
                    standardMean);
        }
    }

    Curve {
        points = points.stream()
                .filter(Point::complete)
                .sorted(Comparator.comparingInt(Point::step))
                .toList();
    }

    List<String> chart() {
        return new TextChart(CHART_WIDTH, CHART_HEIGHT)
                .draw(List.of(
                        series("standard mean", '·', Point::standardMean),
                        series("parametric", '○', Point::parametricAccuracy),
                        series("counterfactual", '●', Point::counterfactualAccuracy)));
    }

    private TextChart.Series series(String name, char mark, ToDoubleFunction<Point> share) {
        return new TextChart.Series(
                name,
                mark,
                points.stream()
                        .map(point -> new TextChart.Point(point.step(), share.applyAsDouble(point)))
                        .toList());
    }
}
