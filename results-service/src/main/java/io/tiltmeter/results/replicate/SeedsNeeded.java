package io.tiltmeter.results.replicate;

import io.tiltmeter.results.statistics.SmallestDetectable;

/**
 * How many seeds show a given mean drop: the fewest {@code n} for which a two-sided t test on {@code n} drops at level 0.05
 * finds it with power 0.8, that is for which {@code (t_0.975 + t_0.8) s / sqrt(n)}, with the quantiles of Student's t of
 * {@code n - 1} degrees of freedom, is at most the drop (Colas, Sigaud and Oudeyer 2018, How Many Random Seeds?, section 4).
 *
 * @param drop as a share
 * @param seeds in [2, {@link #MOST}]; {@link #MOST} if that many do not suffice
 */
public record SeedsNeeded(double drop, int seeds) {
    /** Nobody trains more. */
    public static final int MOST = 10_000;

    /**
     * Counts seeds, by steps of one: the two quantiles depend on the number.
     *
     * @param drop above 0
     * @param deviation standard deviation of the drop between seeds
     */
    public static SeedsNeeded of(double drop, double deviation) {
        if (!(drop > 0) || !(deviation >= 0)) {
            throw new IllegalArgumentException("a drop of " + drop + " with a deviation of " + deviation
                    + ": the drop is above 0 and the deviation at least 0");
        }
        int seeds = 2;
        while (seeds < MOST && SmallestDetectable.difference(deviation / Math.sqrt(seeds), seeds - 1) > drop) {
            seeds++;
        }
        return new SeedsNeeded(drop, seeds);
    }
}
