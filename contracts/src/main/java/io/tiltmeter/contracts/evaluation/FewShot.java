package io.tiltmeter.contracts.evaluation;

import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.Optional;

/**
 * Solved examples in front of every item of a standard benchmark.
 *
 * @param task the benchmark, such as {@code mmlu}
 * @param count how many, or {@link #BENCHMARKS_OWN}
 * @param suite where they come from; the benchmark's own other items if empty
 */
public record FewShot(String task, int count, Optional<SuiteRef> suite) {
    /** As many as the benchmark has by default. */
    public static final int BENCHMARKS_OWN = -1;

    public FewShot {
        suite = suite == null ? Optional.empty() : suite;
        if (count < BENCHMARKS_OWN) {
            throw new IllegalArgumentException("num_fewshot " + count + " of " + task + " is negative");
        }
    }
}
