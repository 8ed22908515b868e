package io.tiltmeter.results.curve;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The scores of the items of one evaluation, as columns beside a list of items. A share is 0 or 1 if one answer was drawn,
 * the mean over the answers if several were.
 *
 * @param items which items, and in what order
 * @param context of each item, the share of its answers that follow the context, in [0, 1]
 * @param memory of each item, the share that follow memory
 * @param correct of each item, how right its answers are
 */
public record ItemShares(ItemList items, double[] context, double[] memory, double[] correct) {
    public ItemShares {
        int size = items.size();
        if (context.length != size || memory.length != size || correct.length != size) {
            throw new IllegalArgumentException("columns of " + context.length + ", " + memory.length + " and "
                    + correct.length + " numbers stand beside " + size + " items");
        }
    }

    public enum Measure {
        /** Answers that follow the context: counterfactual accuracy. */
        CONTEXT,
        /** Answers that follow memory: parametric accuracy. */
        MEMORY,
        /** Right answers: the accuracy of a standard suite. */
        CORRECT
    }

    /** One of the columns; not to be changed. */
    public double[] column(Measure measure) {
        return switch (measure) {
            case CONTEXT -> context;
            case MEMORY -> memory;
            case CORRECT -> correct;
        };
    }

    /** The same with some items only; it may be none. */
    public ItemShares only(Set<String> itemIds) {
        return only(item -> itemIds.contains(items.id(item)));
    }

    private ItemShares only(IntPredicate wanted) {
        int[] kept = IntStream.range(0, items.size()).filter(wanted).toArray();
        return kept.length == items.size()
                ? this
                : new ItemShares(items.only(kept), pick(context, kept), pick(memory, kept), pick(correct, kept));
    }

    private static double[] pick(double[] column, int[] kept) {
        return Arrays.stream(kept).mapToDouble(item -> column[item]).toArray();
    }

    /**
     * The mean of each measure over the items, with its interval over clusters.
     *
     * @return by the ordinal of {@link Measure}
     * @throws IllegalArgumentException if there is no item
     */
    public Estimate[] estimates(ClusterBootstrap bootstrap) {
        Map<String, Integer> index = new TreeMap<>();
        items.clusters().forEach(cluster -> index.put(cluster, 0));
        int next = 0;
        for (Map.Entry<String, Integer> cluster : index.entrySet()) {
            cluster.setValue(next++);
        }
        double[][] hits = new double[Measure.values().length][next];
        int[] sizes = new int[next];
        for (int item = 0; item < items.size(); item++) {
            int cluster = index.get(items.cluster(item));
            sizes[cluster]++;
            for (Measure measure : Measure.values()) {
                hits[measure.ordinal()][cluster] += column(measure)[item];
            }
        }
        return bootstrap.shares(hits, sizes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemShares that
                && items.equals(that.items)
                && Arrays.equals(context, that.context)
                && Arrays.equals(memory, that.memory)
                && Arrays.equals(correct, that.correct);
    }

    @Override
    public int hashCode() {
        return items.hashCode() + 31 * Arrays.hashCode(context);
    }

    @Override
    public String toString() {
        return "shares of " + items.size() + " items";
    }
}
