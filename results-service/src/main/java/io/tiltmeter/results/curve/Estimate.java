package io.tiltmeter.results.curve;

/**
 * A share or a difference of shares with its 95 % interval.
 *
 * @param value what was observed, in [-1, 1]
 * @param low lower bound of the interval, in [-1, 1]
 * @param high upper bound of the interval, in [-1, 1]
 */
public record Estimate(double value, double low, double high) {
    /** For a share that was not measured: no share has a negative bound. */
    public static final Estimate UNKNOWN = new Estimate(0, -1, 1);

    public Estimate {
        if (!(low >= -1 && low <= high && high <= 1 && value >= -1 && value <= 1)) {
            throw new IllegalArgumentException("estimate " + value + " with interval " + low + " to " + high
                    + " is neither a share nor a difference");
        }
    }

    /** Whether the interval excludes anything: that of imported numbers without one is all shares. */
    public boolean hasBounds() {
        return low > 0 || high < 1;
    }
}
