package io.tiltmeter.results.curve;

/**
 * A share or a difference of shares with its 95 % interval.
 *
 * @param value what was observed, in [-1, 1]
 * @param low lower bound of the interval, in [-1, 1]
 * @param high upper bound of the interval, in [-1, 1]
 */
public record Estimate(double value, double low, double high) {
    public Estimate {
        if (!(low >= -1 && low <= high && high <= 1 && value >= -1 && value <= 1)) {
            throw new IllegalArgumentException(
                    "estimate " + value + " with interval " + low + " to " + high + " is no share and no difference");
        }
    }
}
