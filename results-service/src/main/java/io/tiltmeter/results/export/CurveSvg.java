package io.tiltmeter.results.export;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.application.curve.XAxis;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;

/** A curve as SVG, for a README or a report; it follows the light or dark scheme of the browser. */
public final class CurveSvg {
    public static final String MEDIA_TYPE = Svg.MEDIA_TYPE;

    private static final int WIDTH = 880;
    private static final int HEIGHT = 400;
    private static final int LEFT = 64;
    private static final int RIGHT = 690;
    private static final int TOP = 56;
    private static final int BOTTOM = 340;
    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #3d4650 }
              .title { font-size: 16px; font-weight: 600; fill: #14181d }
              .grid { stroke: #d8dde3 } .axis { stroke: #7b8794 }
              .cf { stroke: #1d5fa6; fill: none; stroke-width: 2.5 } .cf-text { fill: #1d5fa6; font-weight: 600 }
              .band { fill: #1d5fa6; opacity: .16 }
              .pa { stroke: #b85c12; fill: none; stroke-width: 2; stroke-dasharray: 7 3 } .pa-text { fill: #b85c12 }
              .id { stroke: #4b7d5a; fill: none; stroke-width: 2; stroke-dasharray: 2 3 } .id-text { fill: #4b7d5a }
              .dot { fill: #1d5fa6 } .base { stroke: #1d5fa6; stroke-width: 2; fill: #ffffff } .ground { fill: #ffffff }
              @media (prefers-color-scheme: dark) {
                text { fill: #b8c2cc } .title { fill: #f0f3f6 } .grid { stroke: #2c343c } .axis { stroke: #6b7783 }
                .cf { stroke: #6fb1f2 } .cf-text, .dot, .band { fill: #6fb1f2 } .ground { fill: #10151a }
                .base { stroke: #6fb1f2; fill: #10151a }
                .pa { stroke: #eb9b57 } .pa-text { fill: #eb9b57 } .id { stroke: #86c498 } .id-text { fill: #86c498 }
              }
            </style>
            """;

    private static final int MAX_TICKS = 8;

    private final List<Point> points;
    private final String axisLabel;
    private final boolean shares;
    private final double right;

    private CurveSvg(RunCurve curve) {
        this.points =
                curve.points().stream().filter(point -> point.x().isPresent()).toList();
        this.axisLabel = curve.xAxis().label();
        this.shares = curve.xAxis().id().equals(XAxis.STANDARD.id());
        double newest = points.stream().mapToDouble(CurveSvg::position).max().orElse(0);
        double planned = curve.xAxis().id().equals(XAxis.STEP.id()) ? Math.max(1, curve.totalSteps()) : 0;
        double furthest = Math.max(newest, planned);
        this.right = shares || furthest == 0 ? 1 : furthest;
    }

    public static String svg(RunCurve curve) {
        return svg(title(curve), curve);
    }

    static String svg(String title, RunCurve curve) {
        return new CurveSvg(curve).draw(title);
    }

    /** The run, and what distinguishes its series from the default. */
    private static String title(RunCurve curve) {
        return curve.runName()
                + curve.series().suite().map(suite -> ": " + suite).orElse("")
                + curve.series()
                        .scorer()
                        .filter(scorer -> !scorer.equals(EvaluationPlan.CONTAINS))
                        .map(scorer -> ", by " + scorer)
                        .orElse("")
                + curve.series()
                        .arm()
                        .filter(arm -> curve.series().arms().size() > 1)
                        .map(arm -> ", arm " + arm)
                        .orElse("")
                + (curve.series().itemFilter().equals(Items.ALL.id()) ? "" : ", items the base model knows")
                + curve.slice().map(slice -> ", " + slice).orElse("");
    }

    private String draw(String title) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
                .formatted(WIDTH, HEIGHT));
        svg.append("<title>").append(Svg.escape(title)).append("</title>\n").append(STYLE);
        svg.append("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n".formatted(WIDTH, HEIGHT));
        svg.append(Svg.text(LEFT, 30, "title", "start", title));
        drawAxes(svg);
        svg.append(band());
        if (!shares) {
            svg.append(line("id", Point::standardMean, Point::standardSegment));
        }
        svg.append(line("pa", CurveSvg::parametric, Point::segment));
        svg.append(line("cf", CurveSvg::counterfactual, Point::segment));
        markBase(svg);
        markPeak(svg);
        labelEnds(svg);
        return svg.append("</svg>\n").toString();
    }

    private void drawAxes(StringBuilder svg) {
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = y(percent / 100.0);
            svg.append(Svg.rule(percent == 0 ? "axis" : "grid", LEFT, y, RIGHT, y));
            svg.append(Svg.text(LEFT - 10, y + 4, "", "end", percent + " %"));
        }
        double every = betweenTicks();
        for (int tick = 0; tick * every <= right * (1 + 1e-9); tick++) {
            double x = x(tick * every);
            svg.append(Svg.rule("axis", x, BOTTOM, x, BOTTOM + 5));
            svg.append(Svg.text(x, BOTTOM + 22, "", "middle", tick(tick * every)));
        }
        svg.append(Svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 46, "", "middle", axisLabel));
    }

    /** The smallest 1, 2 or 5 times a power of ten that leaves no more ticks than fit. */
    private double betweenTicks() {
        double power = Math.pow(10, Math.floor(Math.log10(right / MAX_TICKS)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(times -> times * power)
                .filter(every -> right / every <= MAX_TICKS)
                .findFirst()
                .orElse(10 * power);
    }

    private String tick(double value) {
        if (shares) {
            return String.format(Locale.ROOT, "%.0f %%", 100 * value);
        }
        return BigDecimal.valueOf(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    private String band() {
        StringBuilder polygons = new StringBuilder();
        for (List<Point> run : unbroken(
                points.stream()
                        .filter(point -> point.counterfactual().low().isPresent())
                        .toList(),
                Point::segment)) {
            if (run.size() > 1) {
                StringBuilder corners = new StringBuilder();
                run.forEach(point ->
                        corners.append(at(point, point.counterfactual().high().orElseThrow())));
                for (int i = run.size() - 1; i >= 0; i--) {
                    corners.append(
                            at(run.get(i), run.get(i).counterfactual().low().orElseThrow()));
                }
                polygons.append(
                        "<polygon class=\"band\" points=\"" + corners.toString().strip() + "\"/>\n");
            }
        }
        return polygons.toString();
    }

    private String line(String style, Function<Point, Optional<Double>> series, ToIntFunction<Point> segment) {
        StringBuilder lines = new StringBuilder();
        for (List<Point> run : unbroken(
                points.stream().filter(point -> series.apply(point).isPresent()).toList(), segment)) {
            StringBuilder path = new StringBuilder();
            run.forEach(point -> path.append(at(point, series.apply(point).orElseThrow())));
            lines.append("<polyline class=\"" + style + "\" points=\""
                    + path.toString().strip() + "\"/>\n");
        }
        return lines.toString();
    }

    /** Neighbouring points of one segment. */
    public static List<List<Point>> unbroken(List<Point> line, ToIntFunction<Point> segment) {
        List<List<Point>> runs = new ArrayList<>();
        for (Point point : line) {
            List<Point> last = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1);
            if (last.isEmpty() || segment.applyAsInt(last.get(last.size() - 1)) != segment.applyAsInt(point)) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(point);
        }
        return runs;
    }

    private void markBase(StringBuilder svg) {
        points.stream()
                .filter(Point::baseModel)
                .findFirst()
                .ifPresent(base -> counterfactual(base)
                        .ifPresent(height -> svg.append(Svg.circle("base", x(position(base)), y(height), 5))));
    }

    private void markPeak(StringBuilder svg) {
        points.stream()
                .filter(point -> counterfactual(point).isPresent())
                .max(Comparator.comparing((Point point) -> counterfactual(point).orElseThrow())
                        .thenComparing(Point::step, Comparator.reverseOrder()))
                .ifPresent(peak -> {
                    double height = counterfactual(peak).orElseThrow();
                    double x = x(position(peak));
                    svg.append(Svg.circle("dot", x, y(height), 5));
                    boolean atTheRight = x > (LEFT + RIGHT) / 2.0;
                    svg.append(Svg.text(
                            atTheRight ? x - 9 : x + 9,
                            y(height) - 9,
                            "cf-text",
                            atTheRight ? "end" : "start",
                            "peak " + percent(height) + " at step " + peak.step()));
                });
    }

    /** Labels each series at its last point; labels that would overlap are moved apart. */
    private void labelEnds(StringBuilder svg) {
        record End(String style, String name, double value) {}
        List<End> ends = List.of(
                        new End("cf-text", "counterfactual", lastValue(CurveSvg::counterfactual)),
                        new End("pa-text", "parametric", lastValue(CurveSvg::parametric)),
                        new End("id-text", "standard mean", shares ? Double.NaN : lastValue(Point::standardMean)))
                .stream()
                .filter(end -> !Double.isNaN(end.value()))
                .sorted((a, b) -> Double.compare(b.value(), a.value()))
                .toList();
        double free = TOP - 20;
        for (End end : ends) {
            double y = Math.max(free, y(end.value()) + 4);
            svg.append(Svg.text(RIGHT + 10, y, end.style(), "start", percent(end.value()) + " " + end.name()));
            free = y + 18;
        }
    }

    private double lastValue(Function<Point, Optional<Double>> series) {
        return points.stream()
                .flatMap(point -> series.apply(point).stream())
                .reduce(Double.NaN, (earlier, later) -> later);
    }

    private String at(Point point, double share) {
        return Svg.number(x(position(point))) + "," + Svg.number(y(share)) + " ";
    }

    private static double position(Point point) {
        return point.x().orElseThrow();
    }

    private static Optional<Double> counterfactual(Point point) {
        return point.counterfactual().accuracy();
    }

    private static Optional<Double> parametric(Point point) {
        return point.parametric().accuracy();
    }

    private double x(double value) {
        return LEFT + (RIGHT - LEFT) * value / right;
    }

    private static double y(double share) {
        return BOTTOM - (BOTTOM - TOP) * share;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
