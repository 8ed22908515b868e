package io.tiltmeter.results.statistics;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Counts of things that have either, both or none of two properties, and how far the two go together. What cannot be
 * bounded is infinite: an odds ratio whose two opposite cells are empty, and the upper bound beside it.
 *
 * @param both with the one and the other
 * @param onlyFirst with the first alone
 * @param onlySecond with the second alone
 * @param neither with none
 */
public record TwoByTwo(int both, int onlyFirst, int onlySecond, int neither) {
    private static final double TAIL = 0.025;
    private static final int HALVINGS = 200;
    private static final double WIDEST_LOG = 700;

    public TwoByTwo {
        if (both < 0 || onlyFirst < 0 || onlySecond < 0 || neither < 0) {
            throw new IllegalArgumentException("counts " + both + ", " + onlyFirst + ", " + onlySecond + " and "
                    + neither + ": none may be negative");
        }
    }

    /** An odds ratio with its 95 % interval; bounds may be 0 or infinite. */
    public record OddsRatio(double value, double low, double high) {}

    /** Two-sided p of Fisher's exact test (1935): tables with the same margins that are no likelier than this one. */
    public double fisherP() {
        return isOneSided()
                ? 1
                : FisherExactTest.withDefaults()
                        .with(AlternativeHypothesis.TWO_SIDED)
                        .test(new int[][] {{both, onlyFirst}, {onlySecond, neither}})
                        .getPValue();
    }

    /**
     * The conditional maximum-likelihood odds ratio and its exact interval (Cornfield 1956), as R's {@code fisher.test}
     * gives them. With an empty margin nothing is known: the interval is 0 to infinity about NaN.
     */
    public OddsRatio oddsRatio() {
        if (isOneSided()) {
            return new OddsRatio(Double.NaN, 0, Double.POSITIVE_INFINITY);
        }
        Counts counts = new Counts();
        double value = both == counts.low
                ? 0
                : both == counts.high ? Double.POSITIVE_INFINITY : Math.exp(rising(log -> counts.mean(log) - both));
        double low = both == counts.low ? 0 : Math.exp(rising(log -> counts.upper(log) - TAIL));
        double high =
                both == counts.high ? Double.POSITIVE_INFINITY : Math.exp(rising(log -> TAIL - counts.lower(log)));
        return new OddsRatio(value, low, high);
    }

    private boolean isOneSided() {
        return both + onlyFirst == 0 || both + onlySecond == 0 || neither + onlyFirst == 0 || neither + onlySecond == 0;
    }

    private interface OfLog {
        double at(double log);
    }

    /** Where a function that rises with the logarithm crosses zero. */
    private static double rising(OfLog function) {
        double below = -WIDEST_LOG;
        double above = WIDEST_LOG;
        for (int halving = 0; halving < HALVINGS && below < above; halving++) {
            double middle = (below + above) / 2;
            if (middle == below || middle == above) {
                break;
            }
            if (function.at(middle) < 0) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return (below + above) / 2;
    }

    /** Fisher's noncentral hypergeometric distribution of {@code both} over tables with the same margins. */
    private final class Counts {
        private final int low = Math.max(0, both - neither);
        private final int high = both + Math.min(onlyFirst, onlySecond);
        private final double[] logWeights = new double[high - low + 1];

        private Counts() {
            for (int count = low; count < high; count++) {
                int shift = both - count;
                logWeights[count - low + 1] = logWeights[count - low]
                        + Math.log(onlyFirst + shift)
                        + Math.log(onlySecond + shift)
                        - Math.log(count + 1.0)
                        - Math.log(neither - shift + 1.0);
            }
        }

        private double mean(double logOdds) {
            double[] shares = shares(logOdds);
            double mean = 0;
            for (int index = 0; index < shares.length; index++) {
                mean += (low + index) * shares[index];
            }
            return mean;
        }

        private double upper(double logOdds) {
            return sum(shares(logOdds), both - low, high - low);
        }

        private double lower(double logOdds) {
            return sum(shares(logOdds), 0, both - low);
        }

        private static double sum(double[] shares, int from, int to) {
            double sum = 0;
            for (int index = from; index <= to; index++) {
                sum += shares[index];
            }
            return sum;
        }

        private double[] shares(double logOdds) {
            double[] shares = new double[logWeights.length];
            double max = Double.NEGATIVE_INFINITY;
            for (int index = 0; index < shares.length; index++) {
                shares[index] = logWeights[index] + index * logOdds;
                max = Math.max(max, shares[index]);
            }
            double sum = 0;
            for (int index = 0; index < shares.length; index++) {
                shares[index] = Math.exp(shares[index] - max);
                sum += shares[index];
            }
            for (int index = 0; index < shares.length; index++) {
                shares[index] /= sum;
            }
            return shares;
        }
    }
}
