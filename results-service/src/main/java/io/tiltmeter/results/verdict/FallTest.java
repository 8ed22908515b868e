package io.tiltmeter.results.verdict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.results.verdict.FallStatistic.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * One test of a whole curve: did it fall, or did it never? There is no search over windows to correct for. The
 * statistic is {@link FallStatistic}; its distribution comes from flat curves with noise whose neighbours correlate
 * (autoregressive of first order). How much they correlate is not known: the p is the mean over correlations, each weighed by
 * its probability beforehand and by how many of its flat curves have residuals as persistent as the curve's own
 * (a posterior predictive p, Meng 1994). Persistent noise cannot be told from a course of the run by its residuals, and the
 * less the more checkpoints there are, so that mean is multiplied by a power of their number, found by simulation: with it p is
 * below 0.05 in at most 5 % of flat curves up to a correlation of 0.5, and in 10 % at 0.7.
 *
 * <p>The order of the checkpoints counts, not their steps.
 */
public final class FallTest {
    private static final double[] CORRELATIONS = {0, 0.2, 0.4, 0.6, 0.8};
    private static final double[] BEFOREHAND = {0.10, 0.15, 0.25, 0.30, 0.20};

    /** Residuals whose correlation differs by about this are as persistent. */
    private static final double ALIKE = 0.08;

    /** Where none of the flat curves is, all correlations count. */
    private static final double LEAST_WEIGHT = 1e-6;

    private static final double POWER = 0.66;
    private static final double SCALE = 10.8;

    private static final int CURVES = 2_000;
    private static final long SEED = 1_994;

    /** Longer curves are tested by means of neighbouring pairs, again and again. */
    private static final int LONGEST = 256;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int KEPT = 256;
    private static final Cache<Kind, FlatCurves[]> FLAT =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    /** Digits beyond this depend on the processor's exponential function. */
    private static final double DIGITS = 1e6;

    private FallTest() {}

    private record Kind(int checkpoints, Shape shape) {}

    /**
     * The statistics of flat curves with noise of one correlation.
     *
     * @param gains ascending
     * @param persistences in the order of the curves
     */
    private record FlatCurves(float[] gains, float[] persistences) {
        /** How many gain as much. */
        int atLeast(double gain) {
            int from = 0;
            int to = gains.length;
            while (from < to) {
                int middle = (from + to) / 2;
                if (gains[middle] >= (float) gain) {
                    to = middle;
                } else {
                    from = middle + 1;
                }
            }
            return gains.length - from;
        }

        /** The share whose residuals are as persistent. */
        double alike(double persistence) {
            double sum = 0;
            for (float each : persistences) {
                double apart = (each - persistence) / ALIKE;
                sum += Math.exp(-apart * apart / 2);
            }
            return sum / persistences.length;
        }
    }

    /**
     * The p of a curve under the hypothesis that it never fell.
     *
     * @param accuracies of at least one checkpoint, in order
     * @return in (0, 1]
     */
    static double p(double[] accuracies, Shape shape) {
        double[] curve = shortened(accuracies, LONGEST);
        FallStatistic found = FallStatistic.of(curve, shape);
        FlatCurves[] flat = FLAT.get(new Kind(curve.length, shape), FallTest::flat);
        double sum = 0;
        double weights = 0;
        for (int which = 0; which < CORRELATIONS.length; which++) {
            double weight = BEFOREHAND[which] * (flat[which].alike(found.persistence()) + LEAST_WEIGHT);
            sum += weight * (flat[which].atLeast(found.gain()) + 1) / (CURVES + 1);
            weights += weight;
        }
        double p = Math.min(1, sum / weights * Math.pow(curve.length, POWER) / SCALE);
        return Math.round(p * DIGITS) / DIGITS;
    }

    /**
     * The p of a fall that lasts to the end, for one who looks at every checkpoint and so must not simulate flat curves of each length.
     *
     * @param accuracies of at least one checkpoint, in order
     * @param longest a longer curve is tested by means of neighbouring pairs, again and again
     * @return in (0, 1]
     */
    public static double ofFall(double[] accuracies, int longest) {
        return p(shortened(accuracies, longest), Shape.PEAK);
    }

    /** A curve of at most so many values: means of neighbouring pairs, as often as it takes; the first of an odd number stays. */
    static double[] shortened(double[] values, int longest) {
        double[] curve = values;
        while (curve.length > longest) {
            double[] longer = curve;
            int odd = longer.length % 2;
            curve = IntStream.range(0, longer.length / 2 + odd)
                    .mapToDouble(pair -> (longer[Math.max(0, 2 * pair - odd)] + longer[2 * pair + 1 - odd]) / 2)
                    .toArray();
        }
        return curve;
    }

    private static FlatCurves[] flat(Kind kind) {
        SplittableRandom random = new SplittableRandom(SEED);
        FlatCurves[] flat = new FlatCurves[CORRELATIONS.length];
        Arrays.setAll(flat, which -> new FlatCurves(new float[CURVES], new float[CURVES]));
        double[] innovations = new double[kind.checkpoints()];
        for (int curve = 0; curve < CURVES; curve++) {
            for (int checkpoint = 0; checkpoint < innovations.length; checkpoint++) {
                innovations[checkpoint] = NORMAL.inverseCumulativeProbability(random.nextDouble());
            }
            for (int which = 0; which < CORRELATIONS.length; which++) {
                FallStatistic found = FallStatistic.of(noise(innovations, CORRELATIONS[which]), kind.shape());
                flat[which].gains()[curve] = (float) found.gain();
                flat[which].persistences()[curve] = (float) found.persistence();
            }
        }
        for (FlatCurves each : flat) {
            Arrays.sort(each.gains());
        }
        return flat;
    }

    private static double[] noise(double[] innovations, double correlation) {
        double[] noise = new double[innovations.length];
        double fresh = Math.sqrt(1 - correlation * correlation);
        for (int place = 0; place < noise.length; place++) {
            noise[place] = place == 0 ? innovations[0] : correlation * noise[place - 1] + fresh * innovations[place];
        }
        return noise;
    }
}
