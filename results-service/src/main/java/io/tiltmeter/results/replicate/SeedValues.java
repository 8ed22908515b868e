package io.tiltmeter.results.replicate;

import io.tiltmeter.results.curve.ItemList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A number of each question that one seed answered: a drop or an accuracy.
 *
 * @param questions which questions they are: the version of the suite, and how it was scored
 * @param items that have a number
 * @param values of these, in the same order, each in [-1, 1]
 */
public record SeedValues(String questions, ItemList items, double[] values) {
    /**
     * The mean of several, item by item, over the items that all of them have.
     *
     * @param some at least one
     * @return empty if they are of different questions, or have no item in common
     */
    public static Optional<SeedValues> mean(List<SeedValues> some) {
        SeedValues first = some.get(0);
        SortedMap<String, Double> sums = new TreeMap<>();
        Map<String, String> clusters = new HashMap<>();
        for (int item = 0; item < first.values.length; item++) {
            sums.put(first.items.id(item), first.values[item]);
            clusters.put(first.items.id(item), first.items.cluster(item));
        }
        for (SeedValues other : some.subList(1, some.size())) {
            if (!other.questions.equals(first.questions)) {
                return Optional.empty();
            }
            Map<String, Double> values = new HashMap<>();
            for (int item = 0; item < other.values.length; item++) {
                values.put(other.items.id(item), other.values[item]);
            }
            sums.keySet().retainAll(values.keySet());
            sums.replaceAll((item, sum) -> sum + values.get(item));
        }
        if (sums.isEmpty()) {
            return Optional.empty();
        }
        List<String> items = List.copyOf(sums.keySet());
        return Optional.of(new SeedValues(
                first.questions,
                new ItemList(items, items.stream().map(clusters::get).toList()),
                sums.values().stream().mapToDouble(sum -> sum / some.size()).toArray()));
    }

    /** Over the items, in [-1, 1]. */
    double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }
}
