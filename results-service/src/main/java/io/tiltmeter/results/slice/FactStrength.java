package io.tiltmeter.results.slice;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How firmly the base model holds the memory answer without a context that contradicts it: the tercile of its margin over the
 * context answer. Items of equal margin are never separated, so terciles of tied margins are of unequal size.
 */
final class FactStrength {
    /** The dimension; a suite's own tags of this name take precedence over terciles. */
    static final String DIMENSION = "fact_strength";

    static final String WEAK = "weak";
    static final String MIDDLE = "middle";
    static final String STRONG = "strong";

    private FactStrength() {}

    /**
     * Each item's tercile.
     *
     * @param memoryMargins by item id, nats a token by which the memory answer is likelier than the context answer; others
     *     than finite ones are ignored
     * @return nothing if fewer than three items have a margin, or all have the same
     */
    static SortedMap<String, String> of(Map<String, Double> memoryMargins) {
        double[] sorted = finite(memoryMargins.values());
        SortedMap<String, String> strengths = new TreeMap<>();
        if (sorted.length < 3 || sorted[0] == sorted[sorted.length - 1]) {
            return strengths;
        }
        memoryMargins.forEach((item, margin) -> tercile(margin, sorted).ifPresent(name -> strengths.put(item, name)));
        return strengths;
    }

    /** By the share of items whose margin is smaller. */
    private static Optional<String> tercile(double margin, double[] sorted) {
        if (!Double.isFinite(margin)) {
            return Optional.empty();
        }
        int smaller = 0;
        while (sorted[smaller] < margin) {
            smaller++;
        }
        if (3 * smaller < sorted.length) {
            return Optional.of(WEAK);
        }
        return Optional.of(3 * smaller < 2 * sorted.length ? MIDDLE : STRONG);
    }

    private static double[] finite(Collection<Double> margins) {
        return margins.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }
}
