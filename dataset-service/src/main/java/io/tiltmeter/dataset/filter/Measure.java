package io.tiltmeter.dataset.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a filter measures, and how its histogram is cut.
 *
 * @param name with its unit, such as {@code loss_without_context_nats}
 * @param edges of the bins, ascending; a bin holds its lower edge, and one more lies at each end
 * @param cutOff where kept and removed rows part, if at one value
 */
record Measure(String name, List<Double> edges, Optional<Double> cutOff) {
    static List<Double> evenEdges(double from, double to, int bins) {
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i <= bins; i++) {
            edges.add(from + (to - from) * i / bins);
        }
        return edges;
    }

    /** 1, 2, 4 and so on: lengths differ by orders of magnitude. */
    static List<Double> doublingEdges(int bins) {
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            edges.add(Math.scalb(1.0, i));
        }
        return edges;
    }
}
