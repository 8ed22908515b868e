package io.tiltmeter.results.statistics;

/**
 * Percentiles of a sample: type 7 of Hyndman and Fan (1996), the default of NumPy and R. Commons Statistics' Quantile has
 * it too, but rounds differently between a negative and a positive value, and published bounds must not change.
 */
public final class Percentile {
    private Percentile() {}

    /**
     * Linear interpolation between order statistics.
     *
     * @param sorted ascending, at least one
     * @param probability in [0, 1]
     */
    public static double of(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
