package io.tiltmeter.benchmarks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is measured.
 *
 * @param curves made-up curves of each kind, at least 1
 * @param items of the made-up suites, each an even number
 * @param parts which tables
 */
record VerdictBenchmarkOptions(int curves, List<Integer> items, Set<Part> parts) {
    private static final List<Integer> STANDARD_ITEMS = List.of(100, 300, 1000);
    private static final int STANDARD_CURVES = 400;

    /** A table. */
    enum Part {
        /** Curves that do not fall: how often they are called one that does. */
        ALARMS("alarms"),
        /** Curves that fall: how often they are found. */
        DETECTION("detection"),
        /** Kinds of chance that the rule does not promise to see through. */
        LIMITS("limits"),
        /** How long a verdict takes. */
        SPEED("speed");

        private final String id;

        Part(String id) {
            this.id = id;
        }
    }

    VerdictBenchmarkOptions {
        parts = parts.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts);
        items = items.isEmpty() ? STANDARD_ITEMS : List.copyOf(items);
        for (int count : items) {
            if (count < 2 || count % 2 != 0) {
                throw new IllegalArgumentException(
                        "--items " + count + " is no even number above 0: give whole clusters of two");
            }
        }
        if (curves < 1) {
            throw new IllegalArgumentException(
                    "--curves " + curves + " is below 1: give how many to judge of each kind");
        }
    }

    static VerdictBenchmarkOptions of(List<String> arguments) {
        int curves = STANDARD_CURVES;
        List<Integer> items = new ArrayList<>();
        Set<Part> parts = EnumSet.noneOf(Part.class);
        String option = "";
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                option = argument;
            } else if (option.equals("--curves")) {
                curves = Integer.parseInt(argument);
            } else if (option.equals("--items")) {
                items.add(Integer.parseInt(argument));
            } else if (option.equals("--part")) {
                parts.add(part(argument));
            } else {
                throw new IllegalArgumentException(
                        option + " " + argument + " is unknown; there is: --curves N, --items N ..., --part PART ...");
            }
        }
        return new VerdictBenchmarkOptions(curves, items, parts);
    }

    private static Part part(String name) {
        for (Part part : Part.values()) {
            if (part.id.equals(name)) {
                return part;
            }
        }
        throw new IllegalArgumentException(
                "--part " + name + " is unknown; there is: alarms, detection, limits, speed");
    }
}
