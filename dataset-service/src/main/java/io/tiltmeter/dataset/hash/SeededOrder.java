package io.tiltmeter.dataset.hash;

/**
 * A random order of rows by their numbers alone, the same at every point of a chain. A bijection of the
 * numbers (the finaliser of SplitMix64: Steele, Lea and Flood, OOPSLA 2014), so that no two rows tie.
 */
public final class SeededOrder {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double ULP = 0x1.0p-53;

    private final long start;

    /** Orders of different purposes are independent. */
    public SeededOrder(long seed, String purpose) {
        start = StableHash.mix(StableHash.mix(seed) + purpose.hashCode() * GOLDEN_GAMMA);
    }

    /** The position of a row among all longs. */
    public long position(long number) {
        return StableHash.mix(start + number * GOLDEN_GAMMA);
    }

    /** The position of a row, uniform in [0, 1). */
    public double fraction(long number) {
        return (position(number) >>> 11) * ULP;
    }
}
