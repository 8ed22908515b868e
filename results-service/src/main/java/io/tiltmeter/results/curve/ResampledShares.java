package io.tiltmeter.results.curve;

import io.tiltmeter.results.curve.ItemShares.Measure;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/** The scores of one evaluation and the same scores over resampled clusters; every figure comes from the same resamples. */
final class ResampledShares {
    private final ItemShares shares;
    private final ClusterBootstrap bootstrap;
    private final Map<String, Integer> clusters = new TreeMap<>();
    private final double[][] hits;
    private final int[] sizes;
    private final double[][] resampled;

    /** @throws IllegalArgumentException if there is no item */
    ResampledShares(ItemShares shares, ClusterBootstrap bootstrap) {
        this.shares = shares;
        this.bootstrap = bootstrap;
        ItemList items = shares.items();
        items.clusters().forEach(cluster -> clusters.put(cluster, 0));
        int next = 0;
        for (Map.Entry<String, Integer> cluster : clusters.entrySet()) {
            cluster.setValue(next++);
        }
        this.hits = new double[Measure.values().length][next];
        this.sizes = new int[next];
        for (int item = 0; item < items.size(); item++) {
            int cluster = clusters.get(items.cluster(item));
            sizes[cluster]++;
            for (Measure measure : Measure.values()) {
                hits[measure.ordinal()][cluster] += shares.column(measure)[item];
            }
        }
        this.resampled = bootstrap.resampled(hits, sizes);
    }

    /** By the ordinal of {@link Measure}. */
    Estimate[] estimates() {
        Estimate[] estimates = new Estimate[hits.length];
        for (int measure = 0; measure < hits.length; measure++) {
            estimates[measure] = ClusterBootstrap.estimate(hits[measure], sizes, resampled[measure]);
        }
        return estimates;
    }

    /** What is measured of a knowledge-conflict suite beside its accuracies. */
    ConflictMeasures measures() {
        Estimate[] estimates = estimates();
        return ConflictMeasures.of(
                        estimates[Measure.CONTEXT.ordinal()],
                        Optional.of(estimates[Measure.MEMORY.ordinal()]),
                        Optional.of(estimates[Measure.CORRECT.ordinal()]))
                .withResamples(each(ConflictMeasures::ratio, Measure.CONTEXT, Measure.MEMORY), bothInEach(), margin());
    }

    private double[] each(DoubleBinaryOperator figure, Measure first, Measure second) {
        double[] values = new double[bootstrap.resamples()];
        for (int resample = 0; resample < values.length; resample++) {
            values[resample] =
                    figure.applyAsDouble(resampled[first.ordinal()][resample], resampled[second.ordinal()][resample]);
        }
        return values;
    }

    private double[] bothInEach() {
        double[] values = new double[bootstrap.resamples()];
        for (int resample = 0; resample < values.length; resample++) {
            values[resample] = ConflictMeasures.both(
                    resampled[Measure.CONTEXT.ordinal()][resample],
                    resampled[Measure.MEMORY.ordinal()][resample],
                    resampled[Measure.CORRECT.ordinal()][resample]);
        }
        return values;
    }

    /** Over the items that have one, and their clusters; empty if none has. */
    private Optional<Bounded> margin() {
        double[] margins = shares.marginNats();
        Map<String, double[]> byCluster = new TreeMap<>();
        for (int item = 0; item < margins.length; item++) {
            if (!Double.isNaN(margins[item])) {
                double[] cluster = byCluster.computeIfAbsent(shares.items().cluster(item), id -> new double[2]);
                cluster[0] += margins[item];
                cluster[1]++;
            }
        }
        if (byCluster.isEmpty()) {
            return Optional.empty();
        }
        double[] sums = byCluster.values().stream().mapToDouble(each -> each[0]).toArray();
        int[] items =
                byCluster.values().stream().mapToInt(each -> (int) each[1]).toArray();
        double sum = 0;
        int count = 0;
        for (int cluster = 0; cluster < sums.length; cluster++) {
            sum += sums[cluster];
            count += items[cluster];
        }
        return Optional.of(Bounded.of(sum / count, bootstrap.resampled(new double[][] {sums}, items)[0]));
    }
}
