package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The outcomes of one suite at one checkpoint: each item once, in the order of item ids, whatever order they came in. */
public final class SuiteOutcomes {
    private final List<ItemOutcome> items;
    private final ItemShares shares;

    /** @param items ascending by id, each once */
    private SuiteOutcomes(List<ItemOutcome> items) {
        this.items = items;
        this.shares = new ItemShares(
                new ItemList(
                        items.stream().map(ItemOutcome::itemId).toList(),
                        items.stream().map(ItemOutcome::clusterId).toList()),
                column(items, ItemOutcome::contextShare),
                column(items, ItemOutcome::memoryShare),
                column(items, ItemOutcome::correctShare),
                margins(items));
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
        return new SuiteOutcomes(List.copyOf(byItem.values()));
    }

    /** Each item once, in the order of item ids. */
    public List<ItemOutcome> items() {
        return items;
    }

    public ItemShares shares() {
        return shares;
    }

    private static double[] margins(List<ItemOutcome> items) {
        return items.stream().noneMatch(item -> item.likelihoods().isPresent())
                ? new double[0]
                : column(
                        items,
                        item -> item.likelihoods()
                                .map(AnswerLikelihoods::marginNats)
                                .filter(Double::isFinite)
                                .orElse(Double.NaN));
    }

    private static double[] column(List<ItemOutcome> items, ToDoubleFunction<ItemOutcome> share) {
        return items.stream().mapToDouble(share).toArray();
    }

    public int itemCount() {
        return items.size();
    }
}
