package io.tiltmeter.evaluator.benchmark;

import java.util.List;
import java.util.Optional;

/**
 * A metric of a task or group.
 *
 * @param value mostly a mean over items; a share in [0, 1], or for SQuAD a percentage
 * @param standardError of the value, in its unit; empty where there is one item, or no formula
 */
public record MetricValue(BenchmarkMetric metric, double value, Optional<Double> standardError) {

    /** Mean and standard error of items' values, both times the scale. @throws IllegalArgumentException if there is none */
    public static MetricValue mean(BenchmarkMetric metric, List<Double> values, double scale) {
        return new MetricValue(
                metric, scale * mean(values), standardError(values).map(error -> scale * error));
    }

    /** The harness's {@code mean}. */
    static double mean(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no item to take the mean of");
        }
        return sum(values) / values.size();
    }

    /** The harness's {@code mean_stderr}: the sample's standard deviation (n - 1) over the root of n. */
    static Optional<Double> standardError(List<Double> values) {
        if (values.size() < 2) {
            return Optional.empty();
        }
        double mean = mean(values);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Optional.of(Math.sqrt(squares / (values.size() - 1)) / Math.sqrt(values.size()));
    }

    /**
     * A group's value from its tasks': weighted by their sizes, and the harness's {@code pooled_sample_stderr}, which pools
     * the variances within the tasks.
     *
     * @param sizes items of each task, in the order of the values
     */
    static MetricValue pooled(BenchmarkMetric metric, List<MetricValue> values, List<Integer> sizes) {
        double weighted = 0;
        double pooled = 0;
        long items = 0;
        boolean known = true;
        for (int i = 0; i < values.size(); i++) {
            int size = sizes.get(i);
            weighted += values.get(i).value * size;
            items += size;
            known &= values.get(i).standardError.isPresent();
            double error = values.get(i).standardError.orElse(0.0);
            pooled += (size - 1.0) * error * error * size;
        }
        double variance = pooled / (items - values.size());
        return new MetricValue(
                metric, weighted / items, known ? Optional.of(Math.sqrt(variance / items)) : Optional.empty());
    }

    private static double sum(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
