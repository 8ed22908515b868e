package io.tiltmeter.contracts.evaluation;

import java.util.Optional;

/**
 * Not the whole of each suite but some of its items, the same ones at every checkpoint.
 *
 * @param limit most items of a suite
 * @param seed of the draw; without one they are the suite's first
 */
public record Subset(int limit, Optional<Long> seed) {
    public Subset {
        seed = seed == null ? Optional.empty() : seed;
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is below 1");
        }
    }
}
