package io.tiltmeter.results.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

public final class Normal {
    /** Half the width of a 95 % interval in standard errors. */
    public static final double Z_95 = quantile(0.975);

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    /** The value below which this share lies. */
    public static double quantile(double probability) {
        return NormalDistribution.of(0, 1).inverseCumulativeProbability(probability);
    }

    /** Two-sided p of a difference of so many standard errors. */
    public static double p(double standardErrors) {
        return Math.min(1, 2 * STANDARD.survivalProbability(Math.abs(standardErrors)));
    }
}
