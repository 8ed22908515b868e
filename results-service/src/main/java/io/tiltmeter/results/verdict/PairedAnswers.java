package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.statistics.ClusteredMean;
import io.tiltmeter.results.statistics.FairCoin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Answers of single items, so that windows are compared item by item. */
final class PairedAnswers implements Answers {
    /** Sums of shares that cancel may miss 0 by rounding; a real change is at least one sample in thousands. */
    private static final double NOTHING = 1e-9;

    private static final double TAIL = 0.025;

    private final ItemHistory history;
    private final ClusterBootstrap bootstrap;
    private final double[] counterfactual;
    private final double[] parametric;
    private final double[] bends;
    private final double[] byItems;

    PairedAnswers(ItemHistory history, ClusterBootstrap bootstrap) {
        this.history = history;
        this.bootstrap = bootstrap;
        this.counterfactual = means(history::context);
        this.parametric = means(history::memory);
        this.bends = new double[Math.max(0, history.checkpoints() - 2)];
        this.byItems = new double[bends.length];
        bend();
    }

    private interface Share {
        double of(int item, int checkpoint);
    }

    private double[] means(Share share) {
        double[] means = new double[history.checkpoints()];
        for (int checkpoint = 0; checkpoint < means.length; checkpoint++) {
            double sum = 0;
            int answered = 0;
            for (int item = 0; item < history.items().size(); item++) {
                double value = share.of(item, checkpoint);
                if (!Double.isNaN(value)) {
                    sum += value;
                    answered++;
                }
            }
            means[checkpoint] = sum / answered;
        }
        return means;
    }

    @Override
    public int checkpoints() {
        return history.checkpoints();
    }

    @Override
    public int step(int checkpoint) {
        return history.step(checkpoint);
    }

    @Override
    public double[] counterfactual() {
        return counterfactual;
    }

    @Override
    public double[] parametric() {
        return parametric;
    }

    @Override
    public CheckpointNoise noise() {
        return CheckpointNoise.of(bends, byItems);
    }

    @Override
    public double itemVariance() {
        return Arrays.stream(byItems).average().orElse(0) / CheckpointNoise.OF_A_BEND;
    }

    private void bend() {
        int[] clusterOf = clusters(history);
        for (int bend = 0; bend < bends.length; bend++) {
            int checkpoint = bend + 1;
            double[] ofItem = new double[history.items().size()];
            for (int item = 0; item < ofItem.length; item++) {
                ofItem[item] = history.context(item, checkpoint)
                        - (history.context(item, checkpoint - 1) + history.context(item, checkpoint + 1)) / 2;
            }
            Optional<ClusteredMean> mean = mean(ofItem, clusterOf);
            bends[bend] = mean.map(ClusteredMean::value).orElse(0.0);
            byItems[bend] = mean.map(ClusteredMean::standardError)
                    .filter(Double::isFinite)
                    .map(error -> error * error)
                    .orElse(0.0);
        }
    }

    private static Optional<ClusteredMean> mean(double[] ofItem, int[] clusterOf) {
        double[] sums = new double[clusterOf.length];
        int[] items = new int[clusterOf.length];
        for (int item = 0; item < ofItem.length; item++) {
            if (!Double.isNaN(ofItem[item])) {
                sums[clusterOf[item]] += ofItem[item];
                items[clusterOf[item]]++;
            }
        }
        int[] filled = IntStream.range(0, items.length)
                .filter(cluster -> items[cluster] > 0)
                .toArray();
        return filled.length == 0
                ? Optional.empty()
                : Optional.of(ClusteredMean.of(
                        Arrays.stream(filled)
                                .mapToDouble(cluster -> sums[cluster])
                                .toArray(),
                        Arrays.stream(filled).map(cluster -> items[cluster]).toArray()));
    }

    /** Of each item its cluster's number among the clusters by their ids. */
    private static int[] clusters(ItemHistory history) {
        Map<String, Integer> numbers = new TreeMap<>();
        history.items().clusters().forEach(cluster -> numbers.put(cluster, 0));
        int number = 0;
        for (Map.Entry<String, Integer> each : numbers.entrySet()) {
            each.setValue(number++);
        }
        return history.items().clusters().stream().mapToInt(numbers::get).toArray();
    }

    @Override
    public List<Change> changes(Accuracy accuracy, List<Pair> pairs) {
        int[] steps = pairs.stream()
                .flatMap(pair -> List.of(pair.first(), pair.second()).stream())
                .flatMapToInt(window -> IntStream.rangeClosed(window.first(), window.last()))
                .distinct()
                .toArray();
        ItemHistory common = history.common(steps);
        int items = common.items().size();
        if (items == 0) {
            return List.of();
        }
        Share share = accuracy == Accuracy.COUNTERFACTUAL ? common::context : common::memory;
        int[] clusterOf = clusters(common);
        int clusterCount = Arrays.stream(clusterOf).max().orElseThrow() + 1;
        int[] sizes = new int[clusterCount];
        Arrays.stream(clusterOf).forEach(cluster -> sizes[cluster]++);
        double[][] net = new double[pairs.size()][clusterCount];
        int[] lost = new int[pairs.size()];
        int[] gained = new int[pairs.size()];
        for (int pair = 0; pair < net.length; pair++) {
            for (int item = 0; item < items; item++) {
                double change = mean(share, item, pairs.get(pair).first())
                        - mean(share, item, pairs.get(pair).second());
                net[pair][clusterOf[item]] += change;
                lost[pair] += change > NOTHING ? 1 : 0;
                gained[pair] += change < -NOTHING ? 1 : 0;
            }
        }
        Estimate[] decreases = bootstrap.shares(net, sizes);
        List<Change> changes = new ArrayList<>();
        for (int pair = 0; pair < net.length; pair++) {
            Change.Flips flips = new Change.Flips(
                    lost[pair],
                    gained[pair],
                    FairCoin.p(lost[pair], gained[pair]),
                    FairCoin.p(count(net[pair], 1), count(net[pair], -1)));
            double error = ClusteredMean.of(net[pair], sizes).standardError();
            Estimate decrease = lost[pair] + gained[pair] == 0 && isOfTwo(pairs.get(pair))
                    ? unchanged(clusterCount)
                    : decreases[pair];
            changes.add(new Change(decrease, error, Optional.of(flips), items, clusterCount));
        }
        return changes;
    }

    private static boolean isOfTwo(Pair pair) {
        return !pair.first().equals(pair.second());
    }

    /**
     * No item changed: resampling them has no spread, though of other clusters some might have. The bounds are those of none
     * of {@code clusters} (Clopper and Pearson 1934), in either direction.
     */
    private static Estimate unchanged(int clusters) {
        double bound = 1 - Math.pow(TAIL, 1.0 / clusters);
        return new Estimate(0, -bound, bound);
    }

    private static double mean(Share share, int item, Window window) {
        double sum = 0;
        for (int checkpoint = window.first(); checkpoint <= window.last(); checkpoint++) {
            sum += share.of(item, checkpoint);
        }
        return sum / window.size();
    }

    private static int count(double[] net, int sign) {
        return (int) Arrays.stream(net).filter(value -> sign * value > NOTHING).count();
    }
}
