package io.tiltmeter.results.criterion;

import io.tiltmeter.contracts.event.StudyCriterion.Measure;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.verdict.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The course of one run over its complete checkpoints, in windows as its verdict takes them.
 *
 * @param points by ascending step, at least {@value #MIN_POINTS}
 * @param peak the window of the highest counterfactual accuracy before the end; the earliest of equals
 * @param end the last window
 */
public record Course(List<CurvePoint> points, Window peak, Window end) {
    /** As for a verdict. */
    static final int MIN_POINTS = 3;

    /** Within so much of the standard mean at the end it has converged. */
    private static final double CONVERGED = 0.02;

    public Course {
        points = List.copyOf(points);
    }

    /** The course of these complete checkpoints; empty if there are fewer than three. */
    public static Optional<Course> of(List<CurvePoint> points) {
        if (points.size() < MIN_POINTS) {
            return Optional.empty();
        }
        int width = Window.width(points.size());
        Window end = new Window(points.size() - width, width);
        Window peak = IntStream.rangeClosed(0, Math.max(0, end.first() - width))
                .mapToObj(first -> new Window(first, width))
                .reduce((highest, next) ->
                        mean(points, next, Course::counterfactual) > mean(points, highest, Course::counterfactual)
                                ? next
                                : highest)
                .orElseThrow();
        return Optional.of(new Course(points, peak, end));
    }

    /** A quantity of this run; empty if it has no standard suite, or if the quantity is one of two runs or of a probe. */
    public OptionalDouble measure(Measure measure) {
        return switch (measure) {
            case DROP -> OptionalDouble.of(counterfactual(peak) - counterfactual(end));
            case RISE -> OptionalDouble.of(counterfactual(peak) - counterfactual(points.get(0)));
            case COUNTERFACTUAL_AT_END -> OptionalDouble.of(counterfactual(end));
            case PARAMETRIC_RISE -> OptionalDouble.of(parametric(end) - parametric(peak));
            case PARAMETRIC_DIP -> OptionalDouble.of(parametric(points.get(0)) - parametric(peak));
            case STANDARD_CHANGE ->
                hasStandard() ? OptionalDouble.of(standard(end) - standard(peak)) : OptionalDouble.empty();
            case STANDARD_MEAN_AT_END -> hasStandard() ? OptionalDouble.of(standard(end)) : OptionalDouble.empty();
            case PEAK_POSITION ->
                OptionalDouble.of((double) points.get(peak.last()).step()
                        / points.get(points.size() - 1).step());
            case DROP_BEFORE_CONVERGENCE -> dropBeforeConvergence();
            case COUNTERFACTUAL_AT_EQUAL_STANDARD_MEAN, PROBE_AT_START, PROBE_AT_END, PROBE_RISE, PROBE_DROP ->
                OptionalDouble.empty();
        };
    }

    /**
     * A quantity of what a probe measured.
     *
     * @param values by step; empty if a step that the quantity needs is missing, or if it is not one of a probe
     */
    public OptionalDouble measure(Measure measure, Map<Integer, Double> values) {
        return switch (measure) {
            case PROBE_AT_START -> mean(new Window(0, 1), values);
            case PROBE_AT_END -> mean(end, values);
            case PROBE_RISE -> difference(mean(peak, values), mean(new Window(0, 1), values));
            case PROBE_DROP -> difference(mean(peak, values), mean(end, values));
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble difference(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() - other.getAsDouble())
                : OptionalDouble.empty();
    }

    private OptionalDouble mean(Window window, Map<Integer, Double> values) {
        List<CurvePoint> inside = points.subList(window.first(), window.last() + 1);
        return inside.stream().allMatch(point -> values.containsKey(point.step()))
                ? inside.stream().mapToDouble(point -> values.get(point.step())).average()
                : OptionalDouble.empty();
    }

    private OptionalDouble dropBeforeConvergence() {
        if (!hasStandard()) {
            return OptionalDouble.empty();
        }
        double atEnd = standard(end);
        int converged = points.size() - 1;
        while (converged > peak.last()
                && Math.abs(points.get(converged - 1).standardMean().getAsDouble() - atEnd) <= CONVERGED) {
            converged--;
        }
        return OptionalDouble.of(counterfactual(peak) - counterfactual(points.get(converged)));
    }

    private boolean hasStandard() {
        return points.stream().allMatch(point -> point.standardMean().isPresent());
    }

    private double counterfactual(Window window) {
        return mean(points, window, Course::counterfactual);
    }

    private double parametric(Window window) {
        return mean(points, window, Course::parametric);
    }

    private double standard(Window window) {
        return mean(points, window, point -> point.standardMean().getAsDouble());
    }

    private static double counterfactual(CurvePoint point) {
        return point.counterfactual().map(Estimate::value).orElseThrow();
    }

    private static double parametric(CurvePoint point) {
        return point.parametric().map(Estimate::value).orElseThrow();
    }

    private static double mean(List<CurvePoint> points, Window window, ToDoubleFunction<CurvePoint> value) {
        return points.subList(window.first(), window.last() + 1).stream()
                .mapToDouble(value)
                .average()
                .orElseThrow();
    }
}
