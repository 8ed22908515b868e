package io.tiltmeter.dataset.filter;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A filter that has seen what it had to.
 *
 * @param judges gives a judge at the beginning of the rows, each time a fresh one
 * @param measure what it measures, if anything
 */
record Prepared(Supplier<Judge> judges, Optional<Measure> measure) {
    static Prepared of(Judge stateless) {
        return new Prepared(() -> stateless, Optional.empty());
    }
}
