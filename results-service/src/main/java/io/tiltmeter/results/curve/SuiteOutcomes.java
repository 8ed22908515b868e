package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

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

    public int itemCount() {
        return byItem.size();
    }

    /** The share of items for which the flag holds, with its interval over clusters. */
    public Estimate share(Predicate<ItemOutcome> flag, ClusterBootstrap bootstrap) {
        SortedMap<String, int[]> clusters = new TreeMap<>();
        for (ItemOutcome outcome : byItem.values()) {
            int[] hitsAndItems = clusters.computeIfAbsent(outcome.clusterId(), cluster -> new int[2]);
            hitsAndItems[0] += flag.test(outcome) ? 1 : 0;
            hitsAndItems[1]++;
        }
        return bootstrap.share(column(clusters, 0), column(clusters, 1));
    }

    /** Pairs of one item's outcome here and there, for the items that both hold, in the order of item ids. */
    List<Pair> pairedWith(SuiteOutcomes other) {
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<String, ItemOutcome> entry : byItem.entrySet()) {
            ItemOutcome there = other.byItem.get(entry.getKey());
            if (there != null) {
                pairs.add(new Pair(entry.getValue(), there));
            }
        }
        return pairs;
    }

    static int[] column(SortedMap<String, int[]> rows, int column) {
        return rows.values().stream().mapToInt(row -> row[column]).toArray();
    }

    /** One item at two checkpoints. */
    record Pair(ItemOutcome here, ItemOutcome there) {}
}
