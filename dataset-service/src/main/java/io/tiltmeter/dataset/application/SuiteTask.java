package io.tiltmeter.dataset.application;

import java.util.Map;

/** Short names of suites in charts and metrics (docs/architecture.md: names on the outside). */
final class SuiteTask {
    private static final String CONFLICT = "cf_";
    private static final Map<String, String> BENCHMARKS =
            Map.of("mmlu", "mmlu", "arc", "arc_challenge", "gsm8k", "gsm8k", "squad", "squadv2");

    private SuiteTask() {}

    /** That of a benchmark's shape; else {@code cf_} and the suite's name. */
    static String byDefault(String shape, String name) {
        String plain = name.replaceAll("[^a-z0-9]", "_");
        return BENCHMARKS.getOrDefault(shape, plain.startsWith(CONFLICT) ? plain : CONFLICT + plain);
    }
}
