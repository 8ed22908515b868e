package io.tiltmeter.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured.
 *
 * @param rows sizes of the file, each at least 1000
 * @param rounds at least 1
 * @param isNearIncluded whether near duplicates are looked for too, which takes longer than everything else together
 */
record DatasetBenchmarkOptions(List<Integer> rows, int rounds, boolean isNearIncluded) {
    private static final List<Integer> STANDARD_ROWS = List.of(100_000, 1_000_000);
    private static final int STANDARD_ROUNDS = 5;
    private static final int MIN_ROWS = 1000;

    DatasetBenchmarkOptions {
        rows = rows.isEmpty() ? STANDARD_ROWS : List.copyOf(rows);
        for (int count : rows) {
            if (count < MIN_ROWS) {
                throw new IllegalArgumentException("--rows " + count + " is below " + MIN_ROWS + ": too few to time");
            }
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds " + rounds + " is below 1: give how often to measure");
        }
    }

    static DatasetBenchmarkOptions of(List<String> arguments) {
        List<Integer> rows = new ArrayList<>();
        int rounds = STANDARD_ROUNDS;
        boolean isNearIncluded = false;
        String option = "";
        for (String argument : arguments) {
            if (argument.equals("--near")) {
                isNearIncluded = true;
            } else if (argument.startsWith("--")) {
                option = argument;
            } else if (option.equals("--rows")) {
                rows.add(Integer.parseInt(argument));
            } else if (option.equals("--rounds")) {
                rounds = Integer.parseInt(argument);
            } else {
                throw new IllegalArgumentException(
                        option + " " + argument + " is unknown; there is: --rows N ..., --rounds N, --near");
            }
        }
        return new DatasetBenchmarkOptions(rows, rounds, isNearIncluded);
    }
}
