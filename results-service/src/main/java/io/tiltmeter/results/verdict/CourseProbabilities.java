package io.tiltmeter.results.verdict;

/**
 * How probable each course of a curve is, given its points; they sum to 1 but for rounding to six digits.
 *
 * @param neverFell it did not fall, or by less than {@link VerdictRule#MIN_DROP}
 * @param inversion it fell from a peak and ended lower, by at least that
 * @param recovered it fell by at least that and came back
 */
public record CourseProbabilities(double neverFell, double inversion, double recovered) {}
