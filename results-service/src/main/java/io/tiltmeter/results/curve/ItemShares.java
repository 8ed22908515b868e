package io.tiltmeter.results.curve;

import java.util.Arrays;
import java.util.Set;
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
 * @param marginNats of each item, how much likelier the context answer is than the memory answer, in nats a token; NaN for
 *     an item without both likelihoods; no entry at all where the scorer asks for none
 */
public record ItemShares(ItemList items, double[] context, double[] memory, double[] correct, double[] marginNats) {
    private static final double[] NO_MARGINS = {};

    public ItemShares {
        int size = items.size();
        if (context.length != size
                || memory.length != size
                || correct.length != size
                || marginNats.length != size && marginNats.length != 0) {
            throw new IllegalArgumentException("columns of " + context.length + ", " + memory.length + ", "
                    + correct.length + " and " + marginNats.length + " numbers stand beside " + size + " items");
        }
    }

    /** Without margins. */
    public ItemShares(ItemList items, double[] context, double[] memory, double[] correct) {
        this(items, context, memory, correct, NO_MARGINS);
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
                : new ItemShares(
                        items.only(kept),
                        pick(context, kept),
                        pick(memory, kept),
                        pick(correct, kept),
                        marginNats.length == 0 ? NO_MARGINS : pick(marginNats, kept));
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
        return new ResampledShares(this, bootstrap).estimates();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemShares that
                && items.equals(that.items)
                && Arrays.equals(context, that.context)
                && Arrays.equals(memory, that.memory)
                && Arrays.equals(correct, that.correct)
                && Arrays.equals(marginNats, that.marginNats);
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
