package io.tiltmeter.results.comparison;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.statistics.ClusteredMean;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/** A number of each item, by item id; items without a number are left out. */
public final class ItemColumn {
    private final SortedMap<String, Valued> byItem;

    private ItemColumn(SortedMap<String, Valued> byItem) {
        this.byItem = byItem;
    }

    private record Valued(String cluster, double value) {}

    /** @param value of the item at an index; NaN for none */
    static ItemColumn of(ItemList items, IntToDoubleFunction value) {
        SortedMap<String, Valued> byItem = new TreeMap<>();
        for (int item = 0; item < items.size(); item++) {
            double number = value.applyAsDouble(item);
            if (!Double.isNaN(number)) {
                byItem.put(items.id(item), new Valued(items.cluster(item), number));
            }
        }
        return new ItemColumn(byItem);
    }

    /** This minus the other, over the items of both. */
    ItemColumn minus(ItemColumn other) {
        SortedMap<String, Valued> difference = new TreeMap<>();
        byItem.forEach((item, here) -> {
            Valued there = other.byItem.get(item);
            if (there != null) {
                difference.put(item, new Valued(here.cluster(), here.value() - there.value()));
            }
        });
        return new ItemColumn(difference);
    }

    public int size() {
        return byItem.size();
    }

    /** Of the items in the order of their ids. */
    public double[] values() {
        return byItem.values().stream().mapToDouble(Valued::value).toArray();
    }

    /** Those that have a number. */
    public ItemList items() {
        return new ItemList(
                List.copyOf(byItem.keySet()),
                byItem.values().stream().map(Valued::cluster).toList());
    }

    Clusters clusters() {
        SortedMap<String, double[]> sums = new TreeMap<>();
        byItem.values().forEach(each -> {
            double[] cluster = sums.computeIfAbsent(each.cluster(), id -> new double[2]);
            cluster[0] += each.value();
            cluster[1]++;
        });
        return new Clusters(
                sums.values().stream().mapToDouble(cluster -> cluster[0]).toArray(),
                sums.values().stream().mapToInt(cluster -> (int) cluster[1]).toArray());
    }

    /** The mean with its interval over resampled clusters. */
    Estimate mean(ClusterBootstrap bootstrap) {
        Clusters clusters = clusters();
        return bootstrap.share(clusters.sums(), clusters.items());
    }

    /** The items by cluster, in the order of cluster ids. */
    record Clusters(double[] sums, int[] items) {
        ClusteredMean mean() {
            return ClusteredMean.of(sums, items);
        }

        int size() {
            return items.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Clusters that && Arrays.equals(sums, that.sums) && Arrays.equals(items, that.items);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(sums) + Arrays.hashCode(items);
        }

        @Override
        public String toString() {
            return items.length + " clusters";
        }
    }
}
