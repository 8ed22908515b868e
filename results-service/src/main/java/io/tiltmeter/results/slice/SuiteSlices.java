package io.tiltmeter.results.slice;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every slice of one version of a suite.
 *
 * <ul>
 *   <li>A tag {@code relation:capital} is the slice of that name. A tag without a colon, such as {@code distractor}, parts
 *       the suite into {@code distractor:yes} and {@code distractor:no}.
 *   <li>{@link TextDimension}s are computed from the texts.
 *   <li>{@code fact_strength} is {@code weak}, {@code middle} or {@code strong}, if the knowledge filter measured it.
 * </ul>
 *
 * A dimension that the suite's own tags have is not computed.
 */
public final class SuiteSlices {
    private final SortedMap<Slice, SortedSet<String>> itemsOf;

    private SuiteSlices(SortedMap<Slice, SortedSet<String>> itemsOf) {
        this.itemsOf = itemsOf;
    }

    /**
     * @param memoryMargins by item id, nats a token by which the base model, without the context, finds the memory answer
     *     likelier than the context answer; empty if it was not measured
     */
    public static SuiteSlices of(Collection<SuiteItem> items, Map<String, Double> memoryMargins) {
        SuiteSlices slices = new SuiteSlices(new TreeMap<>());
        Set<String> marks = new TreeSet<>();
        for (SuiteItem item : items) {
            for (String tag : item.tags()) {
                Optional<Slice> named = named(tag);
                named.ifPresent(slice -> slices.add(slice, item.id()));
                if (named.isEmpty() && !tag.isBlank() && tag.indexOf(':') < 0) {
                    marks.add(tag);
                }
            }
        }
        Set<String> tagged = slices.dimensions();
        marks.stream()
                .filter(mark -> !tagged.contains(mark))
                .forEach(mark -> items.forEach(item ->
                        slices.add(new Slice(mark, item.tags().contains(mark) ? "yes" : "no"), item.id())));
        for (TextDimension dimension : TextDimension.values()) {
            if (!tagged.contains(dimension.id())) {
                items.forEach(item ->
                        dimension.of(item).ifPresent(value -> slices.add(new Slice(dimension.id(), value), item.id())));
            }
        }
        if (!tagged.contains(FactStrength.DIMENSION)) {
            FactStrength.of(memoryMargins)
                    .forEach((item, strength) -> slices.add(new Slice(FactStrength.DIMENSION, strength), item));
        }
        return slices;
    }

    /** Every slice that has an item, in order. */
    public List<Slice> all() {
        return List.copyOf(itemsOf.keySet());
    }

    /** The dimensions that part the suite, in order. */
    public SortedSet<String> dimensions() {
        SortedSet<String> dimensions = new TreeSet<>();
        itemsOf.keySet().forEach(slice -> dimensions.add(slice.dimension()));
        return dimensions;
    }

    public Optional<SortedSet<String>> items(Slice slice) {
        return Optional.ofNullable(itemsOf.get(slice)).map(Collections::unmodifiableSortedSet);
    }

    /** Whether each of these items has exactly one value of a dimension, so that its slices add up to the whole. */
    public boolean isPartition(String dimension, Collection<String> itemIds) {
        List<SortedSet<String>> parts = itemsOf.entrySet().stream()
                .filter(slice -> slice.getKey().dimension().equals(dimension))
                .map(Map.Entry::getValue)
                .toList();
        return itemIds.stream()
                .allMatch(id -> parts.stream().filter(part -> part.contains(id)).count() == 1);
    }

    private static Optional<Slice> named(String tag) {
        int colon = tag.indexOf(':');
        boolean whole = colon > 0
                && !tag.substring(0, colon).isBlank()
                && !tag.substring(colon + 1).isBlank();
        return whole ? Optional.of(Slice.of(tag)) : Optional.empty();
    }

    private void add(Slice slice, String itemId) {
        itemsOf.computeIfAbsent(slice, empty -> new TreeSet<>()).add(itemId);
    }
}
