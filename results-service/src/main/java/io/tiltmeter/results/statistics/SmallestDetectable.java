package io.tiltmeter.results.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The smallest difference that a suite of this size shows: at this size a two-sided test finds it with the given power
 * (the normal approximation, as in Card et al. 2020, With Little Power Comes Great Responsibility).
 */
public final class SmallestDetectable {
    public static final double LEVEL = 0.05;

    public static final double POWER = 0.8;

    private SmallestDetectable() {}

    /**
     * At level 0.05 and power 0.8: 2.80 standard errors.
     *
     * @param standardError of the difference, in its unit
     */
    public static double difference(double standardError) {
        return difference(standardError, LEVEL, POWER);
    }

    /**
     * At level 0.05 and power 0.8, of a standard error that is itself an estimate: the quantiles of Student's t of
     * {@code 1 - level / 2} and of the power, added, times the error (Bloom 1995, Minimum Detectable Effects).
     *
     * @param standardError of the difference, in its unit
     * @param degrees of freedom of that estimate, above 0
     */
    public static double difference(double standardError, double degrees) {
        TDistribution student = TDistribution.of(degrees);
        return standardError
                * (student.inverseCumulativeProbability(1 - LEVEL / 2) + student.inverseCumulativeProbability(POWER));
    }

    /**
     * In standard errors, the normal quantiles of {@code 1 - level / 2} and of the power, added.
     *
     * @param standardError of the difference, in its unit
     * @param level of the two-sided test, in (0, 1); divided by the number of tests where there are several
     * @param power in (0.5, 1)
     */
    public static double difference(double standardError, double level, double power) {
        if (!(level > 0 && level < 1) || !(power > 0.5 && power < 1)) {
            throw new IllegalArgumentException(
                    "level " + level + " and power " + power + ": the level is in (0, 1) and the power in (0.5, 1)");
        }
        return standardError * (Normal.quantile(1 - level / 2) + Normal.quantile(power));
    }
}
