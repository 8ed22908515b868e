package io.tiltmeter.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is measured.
 *
 * @param rounds of library and service in turns, at least 1
 * @param items of the suite, at least 100
 * @param parts of the benchmark
 */
record EvaluationBenchmarkOptions(int rounds, int items, Set<String> parts) {
    private static final List<String> PARTS = List.of("overhead", "replicas", "lag");
    private static final int STANDARD_ROUNDS = 5;
    private static final int STANDARD_ITEMS = 2000;
    private static final int MIN_ITEMS = 100;

    EvaluationBenchmarkOptions {
        parts = parts.isEmpty() ? new LinkedHashSet<>(PARTS) : new LinkedHashSet<>(parts);
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException(
                    "--part " + String.join(" ", parts) + ": there is only " + String.join(", ", PARTS));
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds " + rounds + " is below 1: give how often to measure");
        }
        if (items < MIN_ITEMS) {
            throw new IllegalArgumentException("--items " + items + " is below " + MIN_ITEMS + ": too few to time");
        }
    }

    static EvaluationBenchmarkOptions of(List<String> arguments) {
        Set<String> parts = new LinkedHashSet<>();
        int rounds = STANDARD_ROUNDS;
        int items = STANDARD_ITEMS;
        String option = "";
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                option = argument;
            } else if (option.equals("--part")) {
                parts.add(argument);
            } else if (option.equals("--rounds")) {
                rounds = Integer.parseInt(argument);
            } else if (option.equals("--items")) {
                items = Integer.parseInt(argument);
            } else {
                throw new IllegalArgumentException(option + " " + argument
                        + " is unknown; there is: --rounds N, --items N, --part overhead|replicas|lag ...");
            }
        }
        return new EvaluationBenchmarkOptions(rounds, items, parts);
    }
}
