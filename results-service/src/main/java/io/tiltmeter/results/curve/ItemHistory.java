package io.tiltmeter.results.curve;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One suite's answers along a run: items by checkpoints. An item that a checkpoint did not answer is
 * {@link Double#NaN} there.
 */
public final class ItemHistory {
    private final ItemList items;
    private final int[] steps;
    private final double[][] context;
    private final double[][] memory;

    private ItemHistory(ItemList items, int[] steps, double[][] context, double[][] memory) {
        this.items = items;
        this.steps = steps;
        this.context = context;
        this.memory = memory;
    }

    /**
     * Puts checkpoints side by side.
     *
     * @param byStep the evaluation of each checkpoint
     * @throws IllegalArgumentException if one item is in two clusters
     */
    public static ItemHistory of(SortedMap<Integer, ItemShares> byStep) {
        ItemList items = union(byStep.values().stream().map(ItemShares::items).toList());
        int[] steps = byStep.keySet().stream().mapToInt(Integer::intValue).toArray();
        double[][] context = new double[steps.length][];
        double[][] memory = new double[steps.length][];
        int column = 0;
        for (ItemShares shares : byStep.values()) {
            context[column] = spread(shares.items(), shares.context(), items);
            memory[column] = spread(shares.items(), shares.memory(), items);
            column++;
        }
        return new ItemHistory(items, steps, context, memory);
    }

    public ItemList items() {
        return items;
    }

    public int checkpoints() {
        return steps.length;
    }

    /** The step of a checkpoint; steps ascend. */
    public int step(int checkpoint) {
        return steps[checkpoint];
    }

    /** The checkpoint of a step, or -1. */
    public int checkpointOf(int step) {
        return Math.max(-1, Arrays.binarySearch(steps, step));
    }

    /** Share of an item's answers that follow the context, in [0, 1]; NaN where it was not answered. */
    public double context(int item, int checkpoint) {
        return context[checkpoint][item];
    }

    /** Share of an item's answers that follow memory, in [0, 1]; NaN where it was not answered. */
    public double memory(int item, int checkpoint) {
        return memory[checkpoint][item];
    }

    /** The same with some items only; it may be none. */
    public ItemHistory only(Set<String> itemIds) {
        return rows(item -> itemIds.contains(items.id(item)));
    }

    /** The same with the items only that every one of these checkpoints answered. */
    public ItemHistory common(int... checkpoints) {
        return rows(item -> Arrays.stream(checkpoints).noneMatch(each -> Double.isNaN(context[each][item])));
    }

    /** The same with some checkpoints only. */
    public ItemHistory at(Set<Integer> wantedSteps) {
        int[] kept = IntStream.range(0, steps.length)
                .filter(checkpoint -> wantedSteps.contains(steps[checkpoint]))
                .toArray();
        return new ItemHistory(
                items,
                Arrays.stream(kept).map(checkpoint -> steps[checkpoint]).toArray(),
                Arrays.stream(kept).mapToObj(checkpoint -> context[checkpoint]).toArray(double[][]::new),
                Arrays.stream(kept).mapToObj(checkpoint -> memory[checkpoint]).toArray(double[][]::new));
    }

    private ItemHistory rows(IntPredicate wanted) {
        int[] kept = IntStream.range(0, items.size()).filter(wanted).toArray();
        if (kept.length == items.size()) {
            return this;
        }
        return new ItemHistory(items.only(kept), steps, pick(context, kept), pick(memory, kept));
    }

    private static double[][] pick(double[][] columns, int[] kept) {
        return Arrays.stream(columns)
                .map(column ->
                        Arrays.stream(kept).mapToDouble(item -> column[item]).toArray())
                .toArray(double[][]::new);
    }

    private static ItemList union(List<ItemList> lists) {
        if (lists.stream().distinct().count() == 1) {
            return lists.get(0);
        }
        SortedMap<String, String> clusterOf = new TreeMap<>();
        for (ItemList list : lists) {
            for (int item = 0; item < list.size(); item++) {
                String earlier = clusterOf.putIfAbsent(list.id(item), list.cluster(item));
                if (earlier != null && !earlier.equals(list.cluster(item))) {
                    throw new IllegalArgumentException("item " + list.id(item) + " is in cluster " + earlier
                            + " at one checkpoint and in " + list.cluster(item) + " at another");
                }
            }
        }
        return new ItemList(List.copyOf(clusterOf.keySet()), List.copyOf(clusterOf.values()));
    }

    private static double[] spread(ItemList from, double[] values, ItemList to) {
        if (from.equals(to)) {
            return values;
        }
        double[] spread = new double[to.size()];
        Arrays.fill(spread, Double.NaN);
        int at = 0;
        for (int item = 0; item < to.size() && at < from.size(); item++) {
            if (to.id(item).equals(from.id(at))) {
                spread[item] = values[at++];
            }
        }
        return spread;
    }
}
