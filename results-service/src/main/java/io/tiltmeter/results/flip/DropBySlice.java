package io.tiltmeter.results.flip;

import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.flip.Flip.Direction;
import io.tiltmeter.results.slice.Slice;
import io.tiltmeter.results.slice.SuiteSlices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Where a drop comes from. An item's drop is its mean share of answers that follow the context over the checkpoints of the
 * one span, minus the same over the other; the items are those that every one of these checkpoints answered.
 *
 * @param drop mean over them; 0 if there is none
 * @param slices those that have an item that counts, in order
 */
public record DropBySlice(int items, double drop, List<SliceDrop> slices) {
    /** Rounding may leave so much of sums that cancel; a real drop is at least one sample in thousands of items. */
    private static final double ROUNDING = 1e-9;

    public DropBySlice {
        slices = List.copyOf(slices);
    }

    /**
     * Traces a drop.
     *
     * @param flips between the same spans
     */
    public static DropBySlice of(ItemHistory history, Span from, Span to, FlipSet flips, SuiteSlices suiteSlices) {
        SortedMap<String, Double> drops = drops(history, from, to);
        double whole = drops.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Boolean> partitions = new TreeMap<>();
        suiteSlices
                .dimensions()
                .forEach(dimension -> partitions.put(dimension, suiteSlices.isPartition(dimension, drops.keySet())));
        Set<String> toMemory = flips.items(Direction.CONTEXT_TO_MEMORY);
        Set<String> toContext = flips.items(Direction.MEMORY_TO_CONTEXT);
        List<SliceDrop> slices = new ArrayList<>();
        for (Slice slice : suiteSlices.all()) {
            Set<String> members = suiteSlices.items(slice).orElseThrow();
            double[] ofSlice = members.stream()
                    .filter(drops::containsKey)
                    .mapToDouble(drops::get)
                    .toArray();
            if (ofSlice.length > 0) {
                double sum = Arrays.stream(ofSlice).sum();
                slices.add(new SliceDrop(
                        slice,
                        partitions.get(slice.dimension()),
                        ofSlice.length,
                        sum / ofSlice.length,
                        sum / drops.size(),
                        Math.abs(whole) < ROUNDING ? OptionalDouble.empty() : OptionalDouble.of(sum / whole),
                        count(members, toMemory),
                        count(members, toContext)));
            }
        }
        return new DropBySlice(drops.size(), drops.isEmpty() ? 0 : whole / drops.size(), slices);
    }

    private static SortedMap<String, Double> drops(ItemHistory history, Span from, Span to) {
        SortedMap<String, Double> drops = new TreeMap<>();
        for (int item = 0; item < history.items().size(); item++) {
            double drop = mean(history, item, from) - mean(history, item, to);
            if (!Double.isNaN(drop)) {
                drops.put(history.items().id(item), drop);
            }
        }
        return drops;
    }

    /** NaN if one of the checkpoints did not answer it. */
    private static double mean(ItemHistory history, int item, Span span) {
        double sum = IntStream.rangeClosed(span.first(), span.last())
                .mapToDouble(checkpoint -> history.context(item, checkpoint))
                .sum();
        return sum / (span.last() - span.first() + 1);
    }

    private static int count(Set<String> members, Set<String> flipped) {
        return (int) members.stream().filter(flipped::contains).count();
    }
}
