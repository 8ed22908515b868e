package io.tiltmeter.contracts.evaluation;

import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.Optional;

/**
 * Solved examples in front of every item of a standard benchmark.
 *
 * @param task the benchmark, such as {@code mmlu}
 * @param count how many
 * @param suite where they come from; the benchmark's own other items if empty
 */
public record FewShot(String task, int count, Optional<SuiteRef> suite) {
    public FewShot {
        suite = suite == null ? Optional.empty() : suite;
        if (count < 0) {
            throw new IllegalArgumentException("num_fewshot " + count + " of " + task + " is negative");
        }
    }
}
