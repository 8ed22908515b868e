package io.tiltmeter.results.flip;

import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Histories written down as one letter a checkpoint; P is half the answers by the context, half by neither. */
final class Stories {
    private Stories() {}

    /** Items {@code a}, {@code b} and so on, two a cluster, at steps 0, 10 and so on. */
    static ItemHistory of(String... labels) {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        for (int checkpoint = 0; checkpoint < labels[0].length(); checkpoint++) {
            List<String> ids = new ArrayList<>();
            List<String> clusters = new ArrayList<>();
            List<Double> context = new ArrayList<>();
            List<Double> memory = new ArrayList<>();
            for (int item = 0; item < labels.length; item++) {
                char label = labels[item].charAt(checkpoint);
                if (label != '-') {
                    ids.add(Character.toString('a' + item));
                    clusters.add("q" + item / 2);
                    context.add(label == 'P' ? 0.5 : label == 'C' || label == 'B' ? 1.0 : 0);
                    memory.add(label == 'M' || label == 'B' ? 1.0 : 0);
                }
            }
            byStep.put(10 * checkpoint, shares(new ItemList(ids, clusters), context, memory));
        }
        return ItemHistory.of(byStep);
    }

    private static ItemShares shares(ItemList items, List<Double> context, List<Double> memory) {
        return new ItemShares(items, column(context), column(memory), new double[items.size()]);
    }

    private static double[] column(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
