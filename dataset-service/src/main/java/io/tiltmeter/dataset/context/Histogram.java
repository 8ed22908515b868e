package io.tiltmeter.dataset.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The distribution of the measured rows. Bin i holds values from {@code edges[i-1]} on and below {@code edges[i]}; the first and
 * last bins are open.
 *
 * @param measure its name with its unit
 * @param edges ascending
 * @param kept kept rows of each bin; one more than there are edges
 * @param removed removed rows of each bin
 * @param cutOff the value that separates them, if there is one
 */
public record Histogram(
        String measure, List<Double> edges, List<Long> kept, List<Long> removed, Optional<Double> cutOff) {
    public Histogram {
        edges = List.copyOf(edges);
        kept = List.copyOf(kept);
        removed = List.copyOf(removed);
    }

    /** The bin of a value, from 0 to the number of edges. */
    public static int bin(List<Double> edges, double value) {
        int bin = 0;
        while (bin < edges.size() && value >= edges.get(bin)) {
            bin++;
        }
        return bin;
    }

    /** Measured rows in all. */
    public long count() {
        return kept.stream().mapToLong(Long::longValue).sum()
                + removed.stream().mapToLong(Long::longValue).sum();
    }

    /** So many bins of one width. */
    public static List<Double> evenEdges(double from, double to, int bins) {
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i <= bins; i++) {
            edges.add(from + (to - from) * i / bins);
        }
        return edges;
    }

    /** 1, 2, 4 and so on: lengths differ by orders of magnitude. */
    public static List<Double> doublingEdges(int bins) {
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            edges.add(Math.scalb(1.0, i));
        }
        return edges;
    }
}
