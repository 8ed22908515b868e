package io.tiltmeter.dataset.filter;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A filter that has seen the rows that it needs.
 *
 * @param judges gives a new judge for each pass over the rows
 * @param measure what it measures, if anything
 */
record Prepared(Supplier<Judge> judges, Optional<Measure> measure) {
    static Prepared of(Judge stateless) {
        return new Prepared(() -> stateless, Optional.empty());
    }

    /**
     * What a filter measures, and the bins of its histogram.
     *
     * @param name with its unit, such as {@code loss_without_context_nats}
     * @param edges of the bins, ascending; a bin includes its lower edge; one more is open at each end
     * @param cutOff the value that separates kept and removed rows, if there is one
     */
    record Measure(String name, List<Double> edges, Optional<Double> cutOff) {}
}
