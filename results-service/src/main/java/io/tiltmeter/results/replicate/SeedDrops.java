package io.tiltmeter.results.replicate;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.statistics.ClusteredMean;
import io.tiltmeter.results.statistics.Percentile;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The drops of several seeds on the same questions, and their mean as an estimate for other seeds and other questions.
 *
 * <p>Seeds and clusters of questions are crossed: every seed answers every question. So the variance of the mean drop is that of
 * seeds, plus that of questions, less what is in both (two-way clustering; Cameron, Gelbach and Miller 2011, equation 2.9;
 * of means of crossed samples Owen 2007, The Pigeonhole Bootstrap):
 *
 * <ul>
 *   <li>seeds: the squared {@code deviation} over the number of seeds, with one degree of freedom less than seeds. It
 *       contains the noise of checkpoints;
 *   <li>questions: the squared error over clusters of the mean over seeds (linearised, {@link ClusteredMean}), less the part
 *       that comes from questions which a seed answers in its own way, since that is in the deviation of seeds already; at
 *       least 0.
 * </ul>
 *
 * Each has its own half-width, the quantile of Student's t with its degrees of freedom times its error, and that of the
 * interval is the root of the sum of their squares (recovered variances; Zou and Donner 2008). So it is never narrower than
 * the t interval over seeds alone. One t with degrees of freedom after Satterthwaite would be where three seeds happen to
 * agree, and percentiles of resampled seeds are too narrow with few seeds; those are given beside it.
 *
 * @param drops of the seeds, in their order, as shares
 * @param mean of the drops, with its 95 % interval over seeds and questions, cut to [-1, 1]
 * @param deviation standard deviation of the drops between seeds
 * @param deviationLow lower bound of its 95 % interval, of normal drops (chi-squared)
 * @param deviationHigh upper bound
 * @param questionError standard error of the mean from the choice of questions
 * @param standardError of the mean, from seeds and questions together
 * @param bootstrapLow 2.5th percentile of means over resampled seeds and, for all of them the same, resampled clusters
 * @param bootstrapHigh the 97.5th
 */
public record SeedDrops(
        double[] drops,
        Estimate mean,
        double deviation,
        double deviationLow,
        double deviationHigh,
        double questionError,
        double standardError,
        double bootstrapLow,
        double bootstrapHigh) {
    private static final double TAIL = 0.025;

    /**
     * Measures seeds.
     *
     * @param sums for each seed, of each cluster, the sum of its items' drops
     * @param items of each cluster, at least 1
     * @throws IllegalArgumentException with fewer than two seeds or two clusters
     */
    public static SeedDrops of(double[][] sums, int[] items, ClusterBootstrap bootstrap) {
        int seeds = sums.length;
        int clusters = items.length;
        if (seeds < 2 || clusters < 2) {
            throw new IllegalArgumentException(
                    seeds + " seeds and " + clusters + " clusters: it takes two of each to see how they differ");
        }
        long size = Arrays.stream(items).asLongStream().sum();
        double[] drops = Arrays.stream(sums)
                .mapToDouble(seed -> Arrays.stream(seed).sum() / size)
                .toArray();
        double mean = Arrays.stream(drops).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(drops).map(drop -> (drop - mean) * (drop - mean)).sum() / (seeds - 1));
        double ofSeeds = deviation * deviation / seeds;
        double ofQuestions = Math.max(0, ofQuestions(sums, items) - ofBoth(sums, drops, items));
        double variance = ofSeeds + ofQuestions;
        double half =
                Math.hypot(halfWidth(Math.sqrt(ofSeeds), seeds - 1), halfWidth(Math.sqrt(ofQuestions), clusters - 1));
        ChiSquaredDistribution spread = ChiSquaredDistribution.of(seeds - 1);
        double squares = (seeds - 1) * deviation * deviation;
        double[] resampled = resampled(sums, items, bootstrap);
        return new SeedDrops(
                drops,
                new Estimate(mean, Math.max(-1, mean - half), Math.min(1, mean + half)),
                deviation,
                Math.sqrt(squares / spread.inverseCumulativeProbability(1 - TAIL)),
                Math.sqrt(squares / spread.inverseCumulativeProbability(TAIL)),
                Math.sqrt(ofQuestions),
                Math.sqrt(variance),
                Percentile.of(resampled, TAIL),
                Percentile.of(resampled, 1 - TAIL));
    }

    private static double halfWidth(double error, int degrees) {
        return TDistribution.of(degrees).inverseCumulativeProbability(1 - TAIL) * error;
    }

    /** The squared error over clusters of the mean over these seeds. */
    private static double ofQuestions(double[][] sums, int[] items) {
        double[] means = new double[items.length];
        for (double[] seed : sums) {
            for (int cluster = 0; cluster < means.length; cluster++) {
                means[cluster] += seed[cluster] / sums.length;
            }
        }
        double error = ClusteredMean.of(means, items).standardError();
        return error * error;
    }

    /**
     * The part of that which is of single seeds: from what is left of each seed's clusters without the seed's mean and the
     * cluster's. Its expectation is the squared error over clusters of one seed's own answers, over the number of seeds.
     */
    private static double ofBoth(double[][] sums, double[] drops, int[] items) {
        int seeds = sums.length;
        long size = Arrays.stream(items).asLongStream().sum();
        double squares = 0;
        for (int cluster = 0; cluster < items.length; cluster++) {
            double mean = 0;
            double[] residuals = new double[seeds];
            for (int seed = 0; seed < seeds; seed++) {
                residuals[seed] = sums[seed][cluster] - drops[seed] * items[cluster];
                mean += residuals[seed] / seeds;
            }
            for (double residual : residuals) {
                squares += (residual - mean) * (residual - mean);
            }
        }
        double factor = items.length / (items.length - 1.0) / (seeds * (seeds - 1.0));
        return factor * squares / size / size;
    }

    /** Means over seeds drawn with replacement and, within each draw, one draw of clusters for all of its seeds; sorted. */
    private static double[] resampled(double[][] sums, int[] items, ClusterBootstrap bootstrap) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(bootstrap.seed());
        double[] means = new double[bootstrap.resamples()];
        double[] together = new double[items.length];
        for (int resample = 0; resample < means.length; resample++) {
            Arrays.fill(together, 0);
            for (int draw = 0; draw < sums.length; draw++) {
                double[] seed = sums[random.nextInt(sums.length)];
                for (int cluster = 0; cluster < together.length; cluster++) {
                    together[cluster] += seed[cluster];
                }
            }
            double sum = 0;
            long size = 0;
            for (int draw = 0; draw < items.length; draw++) {
                int cluster = random.nextInt(items.length);
                sum += together[cluster];
                size += items[cluster];
            }
            means[resample] = sum / size / sums.length;
        }
        Arrays.sort(means);
        return means;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeedDrops that
                && Arrays.equals(drops, that.drops)
                && mean.equals(that.mean)
                && bootstrapLow == that.bootstrapLow
                && bootstrapHigh == that.bootstrapHigh;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(drops);
    }

    @Override
    public String toString() {
        return "mean drop " + mean + " of " + drops.length + " seeds";
    }
}
