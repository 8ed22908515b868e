package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The outcomes of one suite at one checkpoint: each item once, in the order of item ids, whatever order they came in. */
public final class SuiteOutcomes {
    private final SortedMap<String, ItemOutcome> byItem;

    private SuiteOutcomes(SortedMap<String, ItemOutcome> byItem) {
        this.byItem = byItem;
    }

    /**
     * @param outcomes in any order; an outcome that is there twice counts once
     * @throws IllegalArgumentException if there is none, or one item has two different outcomes
     */
    public static SuiteOutcomes of(Collection<ItemOutcome> outcomes) {
        SortedMap<String, ItemOutcome> byItem = new TreeMap<>();
        for (ItemOutcome outcome : outcomes) {
            ItemOutcome earlier = byItem.putIfAbsent(outcome.itemId(), outcome);
            if (earlier != null && !earlier.equals(outcome)) {
                throw new IllegalArgumentException(
                        "item " + outcome.itemId() + " has two different outcomes at one checkpoint");
            }
        }
        if (byItem.isEmpty()) {
            throw new IllegalArgumentException("a suite was scored without a single item");
        }
        return new SuiteOutcomes(byItem);
    }

    /** Each item once, in the order of item ids. */
    public List<ItemOutcome> items() {
        return List.copyOf(byItem.values());
    }

    /** The same in numbers. */
    public ItemShares shares() {
        ItemList items = new ItemList(
                List.copyOf(byItem.keySet()),
                byItem.values().stream().map(ItemOutcome::clusterId).toList());
        return new ItemShares(
                items,
                column(ItemOutcome::contextShare),
                column(ItemOutcome::memoryShare),
                column(ItemOutcome::correctShare));
    }

    private double[] column(ToDoubleFunction<ItemOutcome> share) {
        return byItem.values().stream().mapToDouble(share).toArray();
    }

    public int itemCount() {
        return byItem.size();
    }

    /** The same with some items only; empty if none of them is here. */
    public Optional<SuiteOutcomes> only(Set<String> itemIds) {
        SortedMap<String, ItemOutcome> kept = new TreeMap<>(byItem);
        kept.keySet().retainAll(itemIds);
        return kept.isEmpty() ? Optional.empty() : Optional.of(new SuiteOutcomes(kept));
    }

    /**
     * The mean over the items, with its interval over clusters.
     *
     * @param ofItem an item's own share in [0, 1]: 0 or 1, unless several answers were drawn or there is partial credit
     */
    public Estimate share(ToDoubleFunction<ItemOutcome> ofItem, ClusterBootstrap bootstrap) {
        SortedMap<String, Cluster> clusters = new TreeMap<>();
        for (ItemOutcome outcome : byItem.values()) {
            clusters.computeIfAbsent(outcome.clusterId(), id -> new Cluster()).add(ofItem.applyAsDouble(outcome));
        }
        return bootstrap.share(Cluster.sums(clusters), Cluster.items(clusters));
    }

    /** What the items of a cluster sum up to. */
    static final class Cluster {
        private double sum;
        private int items;

        void add(double share) {
            sum += share;
            items++;
        }

        static double[] sums(SortedMap<String, Cluster> clusters) {
            return clusters.values().stream()
                    .mapToDouble(cluster -> cluster.sum)
                    .toArray();
        }

        static int[] items(SortedMap<String, Cluster> clusters) {
            return clusters.values().stream().mapToInt(cluster -> cluster.items).toArray();
        }
    }
}
