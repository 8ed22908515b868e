package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.Collection;
import java.util.List;
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
}
