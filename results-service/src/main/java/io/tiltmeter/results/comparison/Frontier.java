package io.tiltmeter.results.comparison;

import io.tiltmeter.results.comparison.RunPath.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The trade-off between standard mean and counterfactual accuracy: the checkpoints that no other beats in one without losing
 * in the other (Pareto). They are selected from many noisy points, so a frontier is biased upwards.
 */
public final class Frontier {
    /** Rounding may separate equal means by so much; a real difference is at least one item in thousands. */
    private static final double ROUNDING = 1e-9;

    public record Placed(String runId, Point point) {}

    private Frontier() {}

    /** The checkpoints on the frontier of all runs, by falling standard mean; equal points are all on it. */
    public static List<Placed> of(List<RunPath> runs) {
        List<Placed> all = new ArrayList<>();
        runs.forEach(run -> run.points().forEach(point -> all.add(new Placed(run.runId(), point))));
        all.sort(Comparator.comparingDouble((Placed placed) -> placed.point().standardMean())
                .thenComparingDouble(Frontier::height)
                .reversed());
        List<Placed> frontier = new ArrayList<>();
        for (Placed placed : all) {
            Optional<Placed> newest =
                    frontier.isEmpty() ? Optional.empty() : Optional.of(frontier.get(frontier.size() - 1));
            boolean higher = newest.map(last -> height(placed) > height(last)).orElse(true);
            boolean equal = newest.map(last -> height(placed) == height(last)
                            && placed.point().standardMean() == last.point().standardMean())
                    .orElse(false);
            if (higher || equal) {
                frontier.add(placed);
            }
        }
        return frontier;
    }

    /**
     * A run's best checkpoint: of those whose standard mean is within the tolerance of the run's best, the one of highest
     * counterfactual accuracy; of equals the one of higher standard mean, then the earliest. It is always on the run's own
     * frontier.
     *
     * @param tolerance how much standard mean may be given up, in [0, 1]
     * @return empty if the run has no point
     */
    public static Optional<Point> best(RunPath run, double tolerance) {
        double highest = run.highestStandardMean().orElse(0);
        return run.points().stream()
                .filter(point -> point.standardMean() >= highest - tolerance - ROUNDING)
                .max(Comparator.comparingDouble(
                                (Point point) -> point.counterfactual().value())
                        .thenComparingDouble(Point::standardMean)
                        .thenComparing(Point::step, Comparator.reverseOrder()));
    }

    private static double height(Placed placed) {
        return placed.point().counterfactual().value();
    }
}
