package io.tiltmeter.results.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

public final class Normal {
    /** Half the width of a 95 % interval in standard errors. */
    public static final double Z_95 = quantile(0.975);

    private static final double CERTAIN = 6;
    private static final double FAR = 30;
    private static final double ROUNDING = 1e-15;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    /** The value below which this share lies. */
    public static double quantile(double probability) {
        return NormalDistribution.of(0, 1).inverseCumulativeProbability(probability);
    }

    /**
     * The logarithm of the probability of a value between two bounds, far from zero too.
     *
     * @param low below {@code high}
     */
    public static double logBetween(double low, double high) {
        if (low < -CERTAIN && high > CERTAIN) {
            return 0;
        }
        double from = low > 0 ? -high : low;
        double to = low > 0 ? -low : high;
        double logTo = logBelow(to);
        return logTo + Math.log1p(-Math.min(1 - ROUNDING, Math.exp(logBelow(from) - logTo)));
    }

    private static double logBelow(double value) {
        return value > -FAR
                ? Math.log(STANDARD.cumulativeProbability(value))
                : -value * value / 2 - Math.log(-value) - Math.log(2 * Math.PI) / 2;
    }

    /** Two-sided p of a difference of so many standard errors. */
    public static double p(double standardErrors) {
        return Math.min(1, 2 * STANDARD.survivalProbability(Math.abs(standardErrors)));
    }
}
