package io.tiltmeter.results.imports;

import io.tiltmeter.results.statistics.Wilson;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One checkpoint of an imported curve.
 *
 * @param step optimizer steps taken
 * @param counterfactual share of the conflict items answered as the context says, in [0, 1]
 * @param counterfactualBounds its 95 % interval in the file
 * @param parametric share answered from memory, in [0, 1]
 * @param items how many were scored, at least 1
 * @param epochs passes over the mixture
 * @param trainingLossNats in nats per token
 * @param standard accuracies of standard benchmarks by name, in [0, 1]
 */
public record ImportedPoint(
        int step,
        double counterfactual,
        Optional<Bounds> counterfactualBounds,
        Optional<Double> parametric,
        Optional<Bounds> parametricBounds,
        OptionalInt items,
        Optional<Double> epochs,
        Optional<Double> trainingLossNats,
        SortedMap<String, Double> standard) {
    public ImportedPoint {
        standard = Collections.unmodifiableSortedMap(new TreeMap<>(standard));
    }

    /** A 95 % interval, each bound in [0, 1]. */
    public record Bounds(double low, double high) {}

    /** The counterfactual accuracy's interval: the file's own, else Wilson's of so many items; empty without either. */
    public Optional<Bounds> counterfactualInterval() {
        return counterfactualBounds.or(() -> wilson(counterfactual));
    }

    /** The parametric accuracy's interval, likewise. */
    public Optional<Bounds> parametricInterval() {
        return parametricBounds.or(() -> parametric.flatMap(this::wilson));
    }

    private Optional<Bounds> wilson(double share) {
        if (items.isEmpty()) {
            return Optional.empty();
        }
        Wilson.Interval interval = Wilson.interval(share, items.getAsInt());
        return Optional.of(new Bounds(interval.low(), interval.high()));
    }
}
