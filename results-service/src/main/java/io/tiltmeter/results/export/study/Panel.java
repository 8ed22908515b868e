package io.tiltmeter.results.export.study;

import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.curve.Thinning;
import io.tiltmeter.results.export.CurveSvg;
import io.tiltmeter.results.export.Svg;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** One picture: accuracies in percent upwards, over an axis with a title. */
final class Panel {
    private static final int LEFT = 54;
    private static final int RIGHT = StudyFigure.WIDTH - 14;
    private static final int TOP = 46;
    private static final int BOTTOM = StudyFigure.HEIGHT - 42;
    private static final int MAX_TITLE = 54;

    private final StringBuilder elements = new StringBuilder();
    private final Axis axis;
    private final int mostPoints;

    /**
     * The horizontal axis.
     *
     * @param low what is at its left end
     * @param high what is at its right end, above that
     * @param scale monotone: positions are proportional to it
     */
    record Axis(String title, double low, double high, DoubleUnaryOperator scale, List<Tick> ticks) {}

    record Tick(double at, String words) {}

    /**
     * A picture without lines.
     *
     * @param mostPoints more points of a line are thinned out evenly
     */
    Panel(String title, String vertical, Axis axis, int mostPoints) {
        this.axis = axis;
        this.mostPoints = mostPoints;
        elements.append(Svg.text(
                LEFT, 16, "title", "start", title.length() > MAX_TITLE ? title.substring(0, MAX_TITLE) + "…" : title));
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = y(percent / 100.0);
            elements.append(Svg.rule(percent == 0 ? "axis" : "grid", LEFT, y, RIGHT, y));
            elements.append(Svg.text(LEFT - 7, y + 4, "", "end", percent + " %"));
        }
        for (Tick tick : axis.ticks()) {
            double x = x(tick.at());
            elements.append(Svg.rule("axis", x, BOTTOM, x, BOTTOM + 4));
            elements.append(Svg.text(x, BOTTOM + 17, "", "middle", tick.words()));
        }
        elements.append(Svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 34, "", "middle", axis.title()));
        double middle = (TOP + BOTTOM) / 2.0;
        elements.append("<g transform=\"rotate(-90 12 %s)\">".formatted(Svg.number(middle)))
                .append(Svg.text(12, middle, "", "middle", vertical))
                .append("</g>\n");
    }

    /** Says what a colour is, below the title. */
    Panel legend(int at, String style, String words) {
        elements.append(Svg.text(LEFT + at, 33, style, "start", words));
        return this;
    }

    /**
     * A run.
     *
     * @param x where a point is; it is left out if that is unknown
     * @param y its accuracy, likewise
     * @param segment the line breaks where it changes
     */
    Panel line(
            String style,
            List<Point> points,
            Function<Point, Optional<Double>> x,
            Function<Point, Optional<Double>> y,
            ToIntFunction<Point> segment) {
        List<Point> known = points.stream()
                .filter(point -> x.apply(point).isPresent() && y.apply(point).isPresent())
                .toList();
        for (List<Point> unbroken : CurveSvg.unbroken(Thinning.evenly(known, mostPoints), segment)) {
            StringBuilder corners = new StringBuilder();
            for (Point point : unbroken) {
                corners.append(Svg.number(x(x.apply(point).orElseThrow())))
                        .append(',')
                        .append(Svg.number(y(y.apply(point).orElseThrow())))
                        .append(' ');
            }
            elements.append("<polyline class=\"%s\" points=\"%s\"/>\n"
                    .formatted(style, corners.toString().strip()));
        }
        return this;
    }

    Panel circle(String style, double x, double y, int radius) {
        elements.append(Svg.circle(style, x(x), y(y), radius));
        return this;
    }

    StudyFigure figure(String name, String title) {
        return new StudyFigure(name, title, elements.toString());
    }

    private double x(double value) {
        double low = axis.scale().applyAsDouble(axis.low());
        double high = axis.scale().applyAsDouble(axis.high());
        return LEFT + (RIGHT - LEFT) * (axis.scale().applyAsDouble(value) - low) / (high - low);
    }

    private static double y(double share) {
        return BOTTOM - (BOTTOM - TOP) * share;
    }
}
