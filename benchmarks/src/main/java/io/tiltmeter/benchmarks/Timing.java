package io.tiltmeter.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One repetition.
 *
 * @param cpuSeconds of the computing thread, which other programs on the machine disturb less than the wall clock
 */
record Timing(double cpuSeconds, double wallSeconds) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Of work in this thread. */
    static Timing of(Runnable work) {
        long cpu = threadCpuNanos();
        long wall = System.nanoTime();
        work.run();
        return new Timing((threadCpuNanos() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    }

    static long threadCpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

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
    static double speedUp(List<Timing> ours, List<Timing> others, ToDoubleFunction<Timing> seconds) {
        return median(IntStream.range(0, ours.size())
                .mapToDouble(round -> seconds.applyAsDouble(others.get(round)) / seconds.applyAsDouble(ours.get(round)))
                .toArray());
    }
}
