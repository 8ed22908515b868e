package io.tiltmeter.results.comparison;

import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.ItemHistory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run's path through the plane of standard mean and counterfactual accuracy.
 *
 * @param points by ascending step
 * @param history the conflict suite's answers at these steps and maybe others; empty for numbers without items
 */
public record RunPath(String runId, List<Point> points, Optional<ItemHistory> history) {
    public RunPath {
        points = List.copyOf(points);
        for (int point = 1; point < points.size(); point++) {
            if (points.get(point - 1).step() >= points.get(point).step()) {
                throw new IllegalArgumentException("step " + points.get(point).step() + " of run " + runId + " follows "
                        + points.get(point - 1).step() + ": steps ascend, each once");
            }
        }
    }

    /**
     * A checkpoint.
     *
     * @param step optimizer steps taken
     * @param standardMean mean of the standard suites that all compared runs have, in [0, 1]
     */
    public record Point(int step, double standardMean, Estimate counterfactual) {}

    /** The highest standard mean; empty if there is no point. */
    public OptionalDouble highestStandardMean() {
        return points.stream().mapToDouble(Point::standardMean).max();
    }

    /** The highest standard mean that every run reaches; empty if one has no point. */
    public static OptionalDouble highestCommon(List<RunPath> runs) {
        return runs.stream().anyMatch(run -> run.points().isEmpty())
                ? OptionalDouble.empty()
                : runs.stream()
                        .mapToDouble(run -> run.highestStandardMean().orElseThrow())
                        .min();
    }
}
