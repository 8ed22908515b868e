package io.tiltmeter.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One repetition.
 *
 * @param cpuSeconds of the computing thread, which other programs on the machine disturb less than the wall clock
 */
record Timing(double cpuSeconds, double wallSeconds) {

    /** The middle one, the upper of two. */
    static double median(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static double median(List<Double> numbers) {
        return median(numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double median(List<Timing> timings, ToDoubleFunction<Timing> seconds) {
        return median(timings.stream().mapToDouble(seconds).toArray());
    }

    /** How many times as long the others took: the median over the rounds in which both took their turns. */
    static double speedUp(List<Timing> ours, List<Timing> others) {
        double[] ratios = new double[ours.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = others.get(round).cpuSeconds() / ours.get(round).cpuSeconds();
        }
        return median(ratios);
    }
}
