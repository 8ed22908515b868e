package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.terminal.TextChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The checkpoints whose every suite is scored, as {@code GET /api/v1/runs/{id}/curves} of the results-service tells it.
 *
 * @param points by ascending step
 */
record CurveStanding(List<Point> points) {
    private static final int CHART_WIDTH = 64;
    private static final int CHART_HEIGHT = 13;

    /** One checkpoint's accuracies, each in [0, 1]. */
    record Point(int step, double counterfactual, double parametric, double standardMean) {
        static final String HEADING = "    step  counterfactual  parametric  standard";

        /** A row below {@link #HEADING}. */
        String row() {
            return String.format(
                    Locale.ROOT, "%8d  %14.3f  %10.3f  %8.3f", step, counterfactual, parametric, standardMean);
        }
    }

    CurveStanding {
        points = List.copyOf(points);
    }

    static CurveStanding of(JsonNode curve) {
        List<Point> points = new ArrayList<>();
        for (JsonNode point : curve.path("points")) {
            if (point.path("complete").asBoolean()) {
                points.add(new Point(
                        point.path("step").asInt(),
                        point.path("counterfactual_accuracy").asDouble(),
                        point.path("parametric_accuracy").asDouble(),
                        point.path("standard_mean").asDouble()));
            }
        }
        points.sort(Comparator.comparingInt(Point::step));
        return new CurveStanding(points);
    }

    List<String> chart() {
        return new TextChart(CHART_WIDTH, CHART_HEIGHT)
                .draw(List.of(
                        series("standard mean", '·', Point::standardMean),
                        series("parametric", '○', Point::parametric),
                        series("counterfactual", '●', Point::counterfactual)));
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
