package io.tiltmeter.results.curve;

import io.tiltmeter.results.statistics.Percentile;
import java.util.Arrays;
import java.util.Optional;

/** A number with its 95 % interval, where that is known, in its own unit. */
public record Bounded(double value, Optional<Double> low, Optional<Double> high) {
    private static final double TAIL = 0.025;

    /**
     * A number with the percentiles of its resamples; NaN among those are left out.
     *
     * @param resampled the number in each resample, in any order; the interval is unknown if there is none
     */
    static Bounded of(double value, double[] resampled) {
        double[] sorted = Arrays.stream(resampled)
                .filter(each -> !Double.isNaN(each))
                .sorted()
                .toArray();
        return sorted.length == 0
                ? new Bounded(value, Optional.empty(), Optional.empty())
                : new Bounded(
                        value, Optional.of(Percentile.of(sorted, TAIL)), Optional.of(Percentile.of(sorted, 1 - TAIL)));
    }
}
