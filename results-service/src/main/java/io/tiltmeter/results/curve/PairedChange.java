package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.statistics.FairCoin;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How a share changed between two checkpoints, over the items that both answered.
 *
 * @param decrease mean share before, less the mean after, with its interval over clusters
 * @param lost items whose share is lower after; for one answer an item, those with the flag before and not after
 * @param gained items whose share is higher after
 * @param mcNemarP exact two-sided McNemar test: {@code lost} against a fair coin tossed {@code lost + gained} times
 * @param clusterSignP the same test on clusters, a cluster being lost or gained by its net change: it stays valid when
 *     items of one question change together, and equals McNemar's where every cluster is one item
 * @param items items that both checkpoints answered
 * @param clusters their clusters
 */
public record PairedChange(
        Estimate decrease, int lost, int gained, double mcNemarP, double clusterSignP, int items, int clusters) {
    /** Sums of shares that cancel may miss 0 by rounding; a real change is at least one sample in thousands. */
    private static final double NOTHING = 1e-9;

    /**
     * Compares two checkpoints.
     *
     * @throws IllegalArgumentException if they have no item in common
     */
    public static PairedChange between(
            SuiteOutcomes before,
            SuiteOutcomes after,
            ToDoubleFunction<ItemOutcome> share,
            ClusterBootstrap bootstrap) {
        List<SuiteOutcomes.Pair> pairs = before.pairedWith(after);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("the two checkpoints have no item in common: are they of one suite?");
        }
        int lost = 0;
        int gained = 0;
        SortedMap<String, SuiteOutcomes.Cluster> clusters = new TreeMap<>();
        for (SuiteOutcomes.Pair pair : pairs) {
            double change = share.applyAsDouble(pair.here()) - share.applyAsDouble(pair.there());
            lost += change > NOTHING ? 1 : 0;
            gained += change < -NOTHING ? 1 : 0;
            clusters.computeIfAbsent(pair.here().clusterId(), id -> new SuiteOutcomes.Cluster())
                    .add(change);
        }
        double[] net = SuiteOutcomes.Cluster.sums(clusters);
        return new PairedChange(
                bootstrap.share(net, SuiteOutcomes.Cluster.items(clusters)),
                lost,
                gained,
                FairCoin.p(lost, gained),
                FairCoin.p(count(net, 1), count(net, -1)),
                pairs.size(),
                clusters.size());
    }

    private static int count(double[] net, int sign) {
        return (int) Arrays.stream(net).filter(value -> sign * value > NOTHING).count();
    }
}
