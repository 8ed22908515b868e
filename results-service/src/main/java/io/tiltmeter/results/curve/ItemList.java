package io.tiltmeter.results.curve;

import java.util.Arrays;
import java.util.List;

/**
 * Items of a suite in the order of their ids, each with its cluster. Evaluations of the same items share one list.
 *
 * @param ids ascending, each once
 * @param clusters of each item, the items it is resampled with: the contexts of one question
 */
public record ItemList(List<String> ids, List<String> clusters) {
    public ItemList {
        ids = List.copyOf(ids);
        clusters = List.copyOf(clusters);
        if (ids.size() != clusters.size()) {
            throw new IllegalArgumentException(clusters.size() + " clusters stand beside " + ids.size() + " items");
        }
        for (int item = 1; item < ids.size(); item++) {
            if (ids.get(item - 1).compareTo(ids.get(item)) >= 0) {
                throw new IllegalArgumentException(
                        "item " + ids.get(item) + " follows " + ids.get(item - 1) + ": ids ascend, each once");
            }
        }
    }

    public int size() {
        return ids.size();
    }

    public String id(int item) {
        return ids.get(item);
    }

    public String cluster(int item) {
        return clusters.get(item);
    }

    /** The items at these indices, ascending. */
    ItemList only(int[] indices) {
        return new ItemList(
                Arrays.stream(indices).mapToObj(ids::get).toList(),
                Arrays.stream(indices).mapToObj(clusters::get).toList());
    }
}
