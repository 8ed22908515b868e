package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * How a flag changed between two checkpoints, over the items that both answered.
 *
 * @param decrease share of items with the flag before, less the share after, with its interval over clusters
 * @param lost items with the flag before and not after
 * @param gained items without it before and with it after
 * @param mcNemarP exact two-sided McNemar test: {@code lost} against a fair coin tossed {@code lost + gained} times
 * @param clusterSignP the same test on clusters, a cluster being lost or gained by its net change: it stays valid when
 *     items of one question change together, and equals McNemar's where every cluster is one item
 * @param items items that both checkpoints answered
 * @param clusters their clusters
 */
public record PairedChange(
        Estimate decrease, int lost, int gained, double mcNemarP, double clusterSignP, int items, int clusters) {
    private static final BinomialTest TAIL = BinomialTest.withDefaults().with(AlternativeHypothesis.LESS_THAN);

    /**
     * Compares two checkpoints.
     *
     * @throws IllegalArgumentException if they have no item in common
     */
    public static PairedChange between(
            SuiteOutcomes before, SuiteOutcomes after, Predicate<ItemOutcome> flag, ClusterBootstrap bootstrap) {
        List<SuiteOutcomes.Pair> pairs = before.pairedWith(after);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("the two checkpoints have no item in common: are they of one suite?");
        }
        int lost = 0;
        int gained = 0;
        SortedMap<String, int[]> clusters = new TreeMap<>();
        for (SuiteOutcomes.Pair pair : pairs) {
            int change = (flag.test(pair.here()) ? 1 : 0) - (flag.test(pair.there()) ? 1 : 0);
            lost += change > 0 ? 1 : 0;
            gained += change < 0 ? 1 : 0;
            int[] netAndItems = clusters.computeIfAbsent(pair.here().clusterId(), cluster -> new int[2]);
            netAndItems[0] += change;
            netAndItems[1]++;
        }
        int[] net = SuiteOutcomes.column(clusters, 0);
        return new PairedChange(
                bootstrap.share(net, SuiteOutcomes.column(clusters, 1)),
                lost,
                gained,
                fairCoinP(lost, gained),
                fairCoinP(count(net, 1), count(net, -1)),
                pairs.size(),
                clusters.size());
    }

    /**
     * Two-sided p of so many heads and tails from a fair coin; 1 when it was never tossed. Twice the smaller tail: the
     * library's own two-sided test compares rounded point probabilities and can miss one of two equal tails.
     */
    static double fairCoinP(int heads, int tails) {
        return heads + tails == 0
                ? 1
                : Math.min(
                        1,
                        2
                                * TAIL.test(heads + tails, Math.min(heads, tails), 0.5)
                                        .getPValue());
    }

    private static int count(int[] net, int sign) {
        return (int) Arrays.stream(net)
                .filter(value -> Integer.signum(value) == sign)
                .count();
    }
}
