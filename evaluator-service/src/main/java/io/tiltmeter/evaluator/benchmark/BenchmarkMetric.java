package io.tiltmeter.evaluator.benchmark;

/**
 * One number of a benchmark.
 *
 * @param name such as {@code acc_norm}
 * @param filter what is done to answers before they are measured
 */
public record BenchmarkMetric(String name, String filter) {
    /** The harness's name for answers as they are. */
    public static final String NO_FILTER = "none";

    /** A metric of answers as they are. */
    public static BenchmarkMetric of(String name) {
        return new BenchmarkMetric(name, NO_FILTER);
    }

    /** Its key in an item's outcome: the name, and the filter where there is one. */
    public String itemKey() {
        return filter.equals(NO_FILTER) ? name : resultKey();
    }

    /** Its key in the harness's results. */
    public String resultKey() {
        return name + "," + filter;
    }

    /** The key of its standard error there. */
    public String errorKey() {
        return name + "_stderr," + filter;
    }
}
