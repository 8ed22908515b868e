package io.tiltmeter.results.comparison;

import io.tiltmeter.results.comparison.Match.Reached;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.statistics.ClusteredMean;
import io.tiltmeter.results.statistics.FairCoin;
import io.tiltmeter.results.statistics.Holm;
import io.tiltmeter.results.statistics.SmallestDetectable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Two runs at the same standard mean, item by item. The difference is between interpolated accuracies; interpolated
 * answers are not yes or no, so McNemar's test looks at the checkpoint of each run that is nearer.
 *
 * @param difference counterfactual accuracy of the first minus that of the other, with its interval over resampled clusters
 * @param items that both answered
 * @param runStep the nearer checkpoint of the one
 * @param onlyRun items that follow the context more often in the one there
 * @param onlyWith more often in the other
 * @param mcNemarP exact two-sided McNemar test of the two counts
 * @param clusterSignP the same test on clusters by their net difference
 * @param clusteredP Student's t of the difference over clusters
 * @param holmP the largest of the three p, corrected for all pairs by Holm's rule
 * @param smallestDetectable the smallest difference that so many items and clusters, as unlike as these, show with power 0.8 at
 *     level 0.05; infinite for a single cluster
 */
public record PairedRuns(
        String run,
        String with,
        Estimate difference,
        int items,
        int clusters,
        int runStep,
        int withStep,
        int onlyRun,
        int onlyWith,
        double mcNemarP,
        double clusterSignP,
        double clusteredP,
        double holmP,
        double smallestDetectable) {
    /** Rounding may leave so much of sums that cancel; a real difference is at least one sample in thousands. */
    private static final double ROUNDING = 1e-9;

    /** The largest of the three, not corrected: a difference has to pass every test. */
    public double p() {
        return Math.max(clusteredP, Math.max(mcNemarP, clusterSignP));
    }

    /**
     * Compares every two runs that are both there, with items in common.
     *
     * @param histories of the runs that have answers item by item, by run id
     */
    public static List<PairedRuns> of(
            List<Reached> runs, Map<String, ItemHistory> histories, ClusterBootstrap bootstrap) {
        List<PairedRuns> pairs = new ArrayList<>();
        for (int one = 0; one < runs.size(); one++) {
            for (int other = one + 1; other < runs.size(); other++) {
                pair(runs.get(one), runs.get(other), histories, bootstrap).ifPresent(pairs::add);
            }
        }
        double[] corrected =
                Holm.corrected(pairs.stream().mapToDouble(PairedRuns::p).toArray());
        List<PairedRuns> family = new ArrayList<>();
        for (int pair = 0; pair < corrected.length; pair++) {
            family.add(pairs.get(pair).corrected(corrected[pair]));
        }
        return family;
    }

    private static Optional<PairedRuns> pair(
            Reached run, Reached with, Map<String, ItemHistory> histories, ClusterBootstrap bootstrap) {
        if (run.answers().isEmpty() || with.answers().isEmpty()) {
            return Optional.empty();
        }
        ItemColumn difference = run.answers().get().minus(with.answers().get());
        if (difference.size() == 0) {
            return Optional.empty();
        }
        ItemColumn nearer = nearer(run, histories).minus(nearer(with, histories));
        ItemColumn.Clusters clusters = difference.clusters();
        ClusteredMean mean = clusters.mean();
        double[] net = nearer.clusters().sums();
        int onlyRun = count(nearer.values(), 1);
        int onlyWith = count(nearer.values(), -1);
        return Optional.of(new PairedRuns(
                run.runId(),
                with.runId(),
                difference.mean(bootstrap),
                difference.size(),
                clusters.size(),
                run.crossing().nearer().step(),
                with.crossing().nearer().step(),
                onlyRun,
                onlyWith,
                FairCoin.p(onlyRun, onlyWith),
                FairCoin.p(count(net, 1), count(net, -1)),
                student(mean, clusters.size()),
                1,
                SmallestDetectable.difference(mean.standardError())));
    }

    private static ItemColumn nearer(Reached run, Map<String, ItemHistory> histories) {
        ItemHistory history = histories.get(run.runId());
        int checkpoint = history.checkpointOf(run.crossing().nearer().step());
        return ItemColumn.of(history.items(), item -> history.context(item, checkpoint));
    }

    /** Two-sided; 1 where nothing differs, or there is only one cluster. */
    private static double student(ClusteredMean mean, int clusters) {
        if (Math.abs(mean.value()) < ROUNDING || Double.isInfinite(mean.standardError())) {
            return 1;
        }
        double t = Math.abs(mean.value()) / mean.standardError();
        return Math.min(1, 2 * TDistribution.of(clusters - 1).survivalProbability(t));
    }

    private static int count(double[] values, int sign) {
        return (int)
                Arrays.stream(values).filter(value -> sign * value > ROUNDING).count();
    }

    private PairedRuns corrected(double p) {
        return new PairedRuns(
                run,
                with,
                difference,
                items,
                clusters,
                runStep,
                withStep,
                onlyRun,
                onlyWith,
                mcNemarP,
                clusterSignP,
                clusteredP,
                p,
                smallestDetectable);
    }
}
