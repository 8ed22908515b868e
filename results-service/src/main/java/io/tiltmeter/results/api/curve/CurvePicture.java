package io.tiltmeter.results.api.curve;

import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A curve as an SVG picture, for a README or a report: it follows the reader's light or dark scheme. */
public final class CurvePicture {
    static final String MEDIA_TYPE = "image/svg+xml";

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
              .dot { fill: #1d5fa6 } .ground { fill: #ffffff }
              @media (prefers-color-scheme: dark) {
                text { fill: #b8c2cc } .title { fill: #f0f3f6 } .grid { stroke: #2c343c } .axis { stroke: #6b7783 }
                .cf { stroke: #6fb1f2 } .cf-text, .dot, .band { fill: #6fb1f2 } .ground { fill: #10151a }
                .pa { stroke: #eb9b57 } .pa-text { fill: #eb9b57 } .id { stroke: #86c498 } .id-text { fill: #86c498 }
              }
            </style>
            """;

    private final List<CurvePoint> points;
    private final int lastStep;

    private CurvePicture(Curve curve, int totalSteps) {
        this.points = curve.points();
        int newest = points.isEmpty() ? 0 : points.get(points.size() - 1).step();
        this.lastStep = Math.max(1, Math.max(totalSteps, newest));
    }

    /**
     * Draws a curve.
     *
     * @param title the run in words
     * @param totalSteps how far the axis goes
     */
    static String svg(String title, Curve curve, int totalSteps) {
        return new CurvePicture(curve, totalSteps).draw(title);
    }

    private String draw(String title) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
                .formatted(WIDTH, HEIGHT));
        svg.append("<title>").append(escape(title)).append("</title>\n").append(STYLE);
        svg.append("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n".formatted(WIDTH, HEIGHT));
        svg.append(text(LEFT, 30, "title", "start", title));
        drawAxes(svg);
        svg.append(band());
        svg.append(line("id", CurvePicture::standard));
        svg.append(line("pa", point -> value(point.parametric())));
        svg.append(line("cf", point -> value(point.counterfactual())));
        markPeak(svg);
        labelEnds(svg);
        return svg.append("</svg>\n").toString();
    }

    private void drawAxes(StringBuilder svg) {
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = y(percent / 100.0);
            svg.append(rule(percent == 0 ? "axis" : "grid", LEFT, y, RIGHT, y));
            svg.append(text(LEFT - 10, y + 4, "", "end", percent + " %"));
        }
        int every = stepsBetweenTicks();
        for (int step = 0; step <= lastStep; step += every) {
            svg.append(rule("axis", x(step), BOTTOM, x(step), BOTTOM + 5));
            svg.append(text(x(step), BOTTOM + 22, "", "middle", String.valueOf(step)));
        }
        svg.append(text((LEFT + RIGHT) / 2.0, BOTTOM + 46, "", "middle", "finetuning step (0 = the base model)"));
    }

    private int stepsBetweenTicks() {
        int every = 1;
        for (int i = 0; lastStep / every > 8; i++) {
            every = List.of(2, 5, 10).get(i % 3) * (int) Math.pow(10, i / 3);
        }
        return every;
    }

    private String band() {
        List<CurvePoint> scored = points.stream()
                .filter(point -> point.counterfactual().isPresent())
                .toList();
        if (scored.size() < 2) {
            return "";
        }
        StringBuilder corners = new StringBuilder();
        for (CurvePoint point : scored) {
            corners.append(at(point.step(), point.counterfactual().get().high()));
        }
        for (int i = scored.size() - 1; i >= 0; i--) {
            corners.append(at(
                    scored.get(i).step(), scored.get(i).counterfactual().get().low()));
        }
        return "<polygon class=\"band\" points=\"" + corners.toString().strip() + "\"/>\n";
    }

    private String line(String style, Function<CurvePoint, Optional<Double>> series) {
        StringBuilder path = new StringBuilder();
        for (CurvePoint point : points) {
            series.apply(point).ifPresent(value -> path.append(at(point.step(), value)));
        }
        return "<polyline class=\"" + style + "\" points=\"" + path.toString().strip() + "\"/>\n";
    }

    private void markPeak(StringBuilder svg) {
        points.stream()
                .filter(point -> point.counterfactual().isPresent())
                .max((a, b) -> a.counterfactual().get().value()
                                != b.counterfactual().get().value()
                        ? Double.compare(
                                a.counterfactual().get().value(),
                                b.counterfactual().get().value())
                        : Integer.compare(b.step(), a.step()))
                .ifPresent(peak -> {
                    double height = peak.counterfactual().get().value();
                    svg.append("<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"5\"/>\n"
                            .formatted(number(x(peak.step())), number(y(height))));
                    svg.append(text(
                            x(peak.step()) + 9,
                            y(height) - 9,
                            "cf-text",
                            "start",
                            "peak " + percent(height) + " at step " + peak.step()));
                });
    }

    /** Names each series at its last point, moved apart where they would cover each other. */
    private void labelEnds(StringBuilder svg) {
        record End(String style, String name, double value) {}
        List<End> ends = List.of(
                        new End("cf-text", "counterfactual", lastValue(point -> value(point.counterfactual()))),
                        new End("pa-text", "parametric", lastValue(point -> value(point.parametric()))),
                        new End("id-text", "standard mean", lastValue(CurvePicture::standard)))
                .stream()
                .filter(end -> !Double.isNaN(end.value()))
                .sorted((a, b) -> Double.compare(b.value(), a.value()))
                .toList();
        double free = TOP - 20;
        for (End end : ends) {
            double y = Math.max(free, y(end.value()) + 4);
            svg.append(text(RIGHT + 10, y, end.style(), "start", percent(end.value()) + " " + end.name()));
            free = y + 18;
        }
    }

    private double lastValue(Function<CurvePoint, Optional<Double>> series) {
        for (int i = points.size() - 1; i >= 0; i--) {
            Optional<Double> value = series.apply(points.get(i));
            if (value.isPresent()) {
                return value.get();
            }
        }
        return Double.NaN;
    }

    private static Optional<Double> value(Optional<Estimate> estimate) {
        return estimate.map(Estimate::value);
    }

    private static Optional<Double> standard(CurvePoint point) {
        return point.standardMean().isPresent()
                ? Optional.of(point.standardMean().getAsDouble())
                : Optional.empty();
    }

    private String at(int step, double share) {
        return number(x(step)) + "," + number(y(share)) + " ";
    }

    private double x(int step) {
        return LEFT + (RIGHT - LEFT) * (double) step / lastStep;
    }

    private static double y(double share) {
        return BOTTOM - (BOTTOM - TOP) * share;
    }

    private static String rule(String style, double x1, double y1, double x2, double y2) {
        return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(style, number(x1), number(y1), number(x2), number(y2));
    }

    private static String text(double x, double y, String style, String anchor, String words) {
        return "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(style, number(x), number(y), anchor, escape(words));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
