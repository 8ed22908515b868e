package io.tiltmeter.results.curve;

import io.tiltmeter.results.statistics.Percentile;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The percentile bootstrap of a share (Efron 1979), resampling whole clusters with replacement, because items of one
 * question are answered alike (Field and Welsh 2007). Each resample draws as many clusters as there are and divides
 * the sum of their hits by the sum of their items; the bounds are the 2.5th and 97.5th percentiles, interpolated
 * linearly between order statistics.
 *
 * <p>The draws depend on the seed and the number of clusters only, so the intervals of two checkpoints over the same
 * questions come from the same resamples.
 *
 * @param seed of the draws
 * @param resamples how many, at least 40 so that both percentiles lie inside
 */
public record ClusterBootstrap(long seed, int resamples) {
    /** What every published number uses: 2,000 resamples from one fixed seed. */
    public static final ClusterBootstrap STANDARD = new ClusterBootstrap(20_241_010_796L, 2_000);

    private static final double TAIL = 0.025;
    private static final int MIN_RESAMPLES = 40;

    /** Fields of a {@code long}: the items of a resample, and the hits of up to three shares. */
    private static final int FIELD_BITS = 16;

    private static final long FIELD = (1 << FIELD_BITS) - 1;
    private static final int MAX_COUNTS = 3;

    public ClusterBootstrap {
        if (resamples < MIN_RESAMPLES) {
            throw new IllegalArgumentException(resamples + " resamples are fewer than " + MIN_RESAMPLES
                    + ": the 2.5th percentile would be the minimum");
        }
    }

    /**
     * The share of hits and its interval. Whole hits are counted exactly.
     *
     * @param hits sum of the hits of each cluster, an item's being a share where several answers were drawn; negative
     *     where a difference is estimated
     * @param items items of each cluster, each at least 1, in the same order, which must not depend on arrival
     */
    public Estimate share(double[] hits, int[] items) {
        return shares(new double[][] {hits}, items)[0];
    }

    /**
     * Several shares over the same clusters, from the same resamples.
     *
     * @param hits for each share the hits of each cluster
     * @param items items of each cluster
     */
    public Estimate[] shares(double[][] hits, int[] items) {
        double[][] shares = resampled(hits, items);
        Estimate[] estimates = new Estimate[hits.length];
        for (int share = 0; share < hits.length; share++) {
            estimates[share] = estimate(hits[share], items, shares[share]);
        }
        return estimates;
    }

    /**
     * Several means in each resample, for figures that are made of more than one of them.
     *
     * @param hits for each mean the sum of each cluster
     * @param items items of each cluster
     * @return for each mean its value in each resample
     */
    double[][] resampled(double[][] hits, int[] items) {
        for (double[] each : hits) {
            if (each.length == 0 || each.length != items.length) {
                throw new IllegalArgumentException(each.length + " clusters of hits and " + items.length
                        + " of items: both must be the same number, and at least one");
            }
        }
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        return areCounts(hits, items) ? sharesOfCounts(hits, items, random) : shares(hits, items, random);
    }

    /**
     * A share with the percentiles of its resamples.
     *
     * @param resampled the share in each resample
     */
    static Estimate estimate(double[] hits, int[] items, double[] resampled) {
        double[] sorted = resampled.clone();
        Arrays.sort(sorted);
        return new Estimate(
                Arrays.stream(hits).sum() / Arrays.stream(items).asLongStream().sum(),
                Percentile.of(sorted, TAIL),
                Percentile.of(sorted, 1 - TAIL));
    }

    /** The shares of each resample. */
    private double[][] shares(double[][] hits, int[] items, UniformRandomProvider random) {
        double[][] shares = new double[hits.length][resamples];
        int[] drawn = new int[items.length];
        for (int resample = 0; resample < resamples; resample++) {
            long itemSum = 0;
            for (int draw = 0; draw < items.length; draw++) {
                drawn[draw] = random.nextInt(items.length);
                itemSum += items[drawn[draw]];
            }
            for (int share = 0; share < hits.length; share++) {
                double hitSum = 0;
                for (int cluster : drawn) {
                    hitSum += hits[share][cluster];
                }
                shares[share][resample] = hitSum / itemSum;
            }
        }
        return shares;
    }

    /** Whether hits are whole and so few that the sums of a resample fit into the fields of one number. */
    private static boolean areCounts(double[][] hits, int[] items) {
        int largest = Arrays.stream(items).max().orElseThrow();
        return hits.length <= MAX_COUNTS
                && (long) largest * items.length <= FIELD
                && Arrays.stream(hits)
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(each -> each >= 0 && each <= largest && each == (int) each);
    }

    /** As {@link #shares}, to the bit: whole numbers add up exactly, here all sums of a resample in one addition a draw. */
    private double[][] sharesOfCounts(double[][] hits, int[] items, UniformRandomProvider random) {
        long[] counts = new long[items.length];
        for (int cluster = 0; cluster < items.length; cluster++) {
            counts[cluster] = items[cluster];
            for (int share = 0; share < hits.length; share++) {
                counts[cluster] |= (long) hits[share][cluster] << (share + 1) * FIELD_BITS;
            }
        }
        double[][] shares = new double[hits.length][resamples];
        for (int resample = 0; resample < resamples; resample++) {
            long sums = 0;
            for (int draw = 0; draw < items.length; draw++) {
                sums += counts[random.nextInt(items.length)];
            }
            for (int share = 0; share < hits.length; share++) {
                double hitSum = sums >>> (share + 1) * FIELD_BITS & FIELD;
                shares[share][resample] = hitSum / (sums & FIELD);
            }
        }
        return shares;
    }
}
