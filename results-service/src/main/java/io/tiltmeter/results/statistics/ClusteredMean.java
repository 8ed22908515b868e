package io.tiltmeter.results.statistics;

/**
 * A mean over items that come in clusters, and its standard error by linearisation: the ratio of cluster sums to
 * cluster sizes (Cochran, Sampling Techniques, 1977, equation 6.13, without the finite population), with
 * {@code g / (g - 1)} for {@code g} clusters.
 *
 * @param standardError infinite for a single cluster
 */
public record ClusteredMean(double value, double standardError) {
    /**
     * The mean of these clusters.
     *
     * @param sums of each cluster, over its items
     * @param items of each cluster, at least 1
     * @throws IllegalArgumentException if there is no cluster, or the columns differ in length
     */
    public static ClusteredMean of(double[] sums, int[] items) {
        if (sums.length == 0 || sums.length != items.length) {
            throw new IllegalArgumentException(sums.length + " cluster sums stand beside " + items.length
                    + " cluster sizes: both must be the same number, and at least one");
        }
        double total = 0;
        long size = 0;
        for (int cluster = 0; cluster < sums.length; cluster++) {
            total += sums[cluster];
            size += items[cluster];
        }
        double mean = total / size;
        if (sums.length == 1) {
            return new ClusteredMean(mean, Double.POSITIVE_INFINITY);
        }
        double squares = 0;
        for (int cluster = 0; cluster < sums.length; cluster++) {
            double residual = sums[cluster] - mean * items[cluster];
            squares += residual * residual;
        }
        double factor = sums.length / (sums.length - 1.0);
        return new ClusteredMean(mean, Math.sqrt(factor * squares) / size);
    }
}
