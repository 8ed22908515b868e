package io.tiltmeter.results.verdict;

import io.tiltmeter.results.statistics.SmallestDetectable;
import io.tiltmeter.results.verdict.Verdict.Evidence;

/**
 * How small a drop a curve can show at its own noise, that of items and that of checkpoints together. The variance of the drop
 * between two windows is {@code e^2 + s^2 (1/w + 1/w)}: {@code e} is the standard error of the drop over clusters of items,
 * {@code s} the standard deviation of a single checkpoint's accuracy about the trend of the run, and {@code w} the
 * checkpoints of a window ({@link Window#width}).
 *
 * @param drop that a two-sided t test at level 0.05 finds with power 0.8 between two windows that are given beforehand, as a
 *     share; a verdict chooses its peak and needs more
 * @param standardError the root of that variance
 * @param degrees of freedom of the error, after Satterthwaite (1946)
 */
public record SmallestDrop(double drop, double standardError, double degrees) {
    /** Of the drop from the peak to the end. */
    public static SmallestDrop of(Evidence found) {
        Change items = found.drop().change();
        double ofItems = items.standardError() * items.standardError();
        double ofCheckpoints = found.noise().deviation()
                * found.noise().deviation()
                * (1.0 / found.peak().steps().size() + 1.0 / found.end().steps().size());
        double variance = ofItems + ofCheckpoints;
        double degrees = variance
                * variance
                / (ofItems * ofItems / Math.max(1, items.clusters() - 1)
                        + ofCheckpoints * ofCheckpoints / found.noise().degrees());
        double error = Math.sqrt(variance);
        return new SmallestDrop(SmallestDetectable.difference(error, degrees), error, degrees);
    }
}
