package io.tiltmeter.results.comparison;

import io.tiltmeter.results.comparison.RunPath.Point;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.ItemHistory;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run at a given standard mean. */
public sealed interface Match {
    String runId();

    /**
     * It reaches the standard mean.
     *
     * @param crossing where
     * @param crossings how often it does
     * @param lowest the lowest counterfactual accuracy at any of them
     * @param highest the highest
     * @param counterfactual at the chosen one, with its interval over resampled clusters; the standard mean counts as known
     * @param answers each item's share of answers that follow the context there, interpolated like the accuracy; empty for
     *     numbers without items
     */
    record Reached(
            String runId,
            Crossing crossing,
            int crossings,
            double lowest,
            double highest,
            Estimate counterfactual,
            Optional<ItemColumn> answers)
            implements Match {}

    /** It does not, with the reason. */
    record Missed(String runId, String reason) implements Match {}

    /**
     * Finds a run at a standard mean.
     *
     * @param choice which of several crossings counts
     */
    static Match of(RunPath run, double standardMean, Crossing.Choice choice, ClusterBootstrap bootstrap) {
        List<Crossing> crossings = Crossing.of(run, standardMean);
        if (crossings.isEmpty()) {
            return new Missed(run.runId(), reason(run, standardMean));
        }
        Crossing crossing = crossings.get(choice == Crossing.Choice.FIRST ? 0 : crossings.size() - 1);
        Optional<ItemColumn> answers =
                run.history().flatMap(history -> answers(history, crossing)).filter(column -> column.size() > 0);
        return new Reached(
                run.runId(),
                crossing,
                crossings.size(),
                crossings.stream().mapToDouble(Crossing::counterfactual).min().orElseThrow(),
                crossings.stream().mapToDouble(Crossing::counterfactual).max().orElseThrow(),
                answers.map(column -> column.mean(bootstrap)).orElseGet(crossing::estimate),
                answers);
    }

    private static Optional<ItemColumn> answers(ItemHistory history, Crossing crossing) {
        int earlier = history.checkpointOf(crossing.earlier().step());
        int later = history.checkpointOf(crossing.later().step());
        return earlier < 0 || later < 0
                ? Optional.empty()
                : Optional.of(ItemColumn.of(
                        history.items(),
                        item -> crossing.between(history.context(item, earlier), history.context(item, later))));
    }

    private static String reason(RunPath run, double standardMean) {
        if (run.points().isEmpty()) {
            return "no checkpoint is scored on the conflict suite and on every common standard suite yet";
        }
        Comparator<Point> byMean = Comparator.comparingDouble(Point::standardMean);
        Point highest = run.points().stream().max(byMean).orElseThrow();
        Point lowest = run.points().stream().min(byMean).orElseThrow();
        return highest.standardMean() < standardMean
                ? "its standard mean stays below: " + at(highest) + " is its highest"
                : "its standard mean stays above: " + at(lowest) + " is its lowest";
    }

    private static String at(Point point) {
        return String.format(Locale.ROOT, "%.1f %% at step %d", 100 * point.standardMean(), point.step());
    }
}
