package io.tiltmeter.results.comparison;

import io.tiltmeter.results.comparison.RunPath.Point;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.statistics.SmallestDetectable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * How small a drop a run's suite can show: from how many items there are, how they come in clusters, and how many of them
 * differ between the run's highest checkpoint and its last, or its first if the last is the highest.
 *
 * @param fromStep the first checkpoint
 * @param items that both answered
 * @param differing the share of items whose answers differ, in [0, 1]
 * @param smallest the drop that a two-sided test at level 0.05 finds with power 0.8, as a share; infinite for a single
 *     cluster. It covers only the chance of items, not the scatter of single checkpoints
 */
public record DetectableDrop(int fromStep, int toStep, int items, int clusters, double differing, double smallest) {
    /** Measures a run; empty without items, or with fewer than two checkpoints. */
    public static Optional<DetectableDrop> of(RunPath run) {
        return run.points().size() < 2 ? Optional.empty() : run.history().flatMap(history -> of(run, history));
    }

    private static Optional<DetectableDrop> of(RunPath run, ItemHistory history) {
        Point highest = run.points().stream()
                .max(Comparator.comparingDouble(
                                (Point point) -> point.counterfactual().value())
                        .thenComparing(Point::step, Comparator.reverseOrder()))
                .orElseThrow();
        Point last = run.points().get(run.points().size() - 1);
        Point other = highest.equals(last) ? run.points().get(0) : last;
        int from = history.checkpointOf(Math.min(highest.step(), other.step()));
        int to = history.checkpointOf(Math.max(highest.step(), other.step()));
        if (from < 0 || to < 0) {
            return Optional.empty();
        }
        ItemColumn drop =
                ItemColumn.of(history.items(), item -> history.context(item, from) - history.context(item, to));
        if (drop.size() == 0) {
            return Optional.empty();
        }
        ItemColumn.Clusters clusters = drop.clusters();
        long differing =
                Arrays.stream(drop.values()).filter(value -> value != 0).count();
        return Optional.of(new DetectableDrop(
                history.step(from),
                history.step(to),
                drop.size(),
                clusters.size(),
                (double) differing / drop.size(),
                SmallestDetectable.difference(clusters.mean().standardError())));
    }
}
