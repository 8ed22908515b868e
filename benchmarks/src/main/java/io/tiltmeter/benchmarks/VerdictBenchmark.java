package io.tiltmeter.benchmarks;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.verdict.Verdict.State;
import io.tiltmeter.results.verdict.VerdictRule;
import io.tiltmeter.results.verdict.VerdictSimulation;
import io.tiltmeter.results.verdict.VerdictSimulation.Known;
import io.tiltmeter.results.verdict.VerdictSimulation.Scenario;
import io.tiltmeter.results.verdict.VerdictSimulation.Tally;
import io.tiltmeter.results.verdict.VerdictSimulation.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How often the verdict errs on made-up curves, and how long it takes: the tables of docs/verdict.md. */
@Command(name = "verdict", sortOptions = false)
final class VerdictBenchmark implements Callable<Integer> {
    private static final int[] CHECKPOINTS = {8, 22, 50, 200};
    private static final double[] NOISE = {0, 0.02, 0.05};
    private static final double[] DROPS = {0.05, 0.10, 0.20, 0.40};
    private static final int RESAMPLES = 200;
    private static final int WARM_UP = 100;
    private static final int TIMED = 40;
    private static final double LASTING = 0.5;

    private final VerdictSimulation simulation = new VerdictSimulation(RESAMPLES);

    /** A table. */
    enum Part {
        /** Curves that do not fall: how often they are called one that does. */
        ALARMS,
        /** Curves that fall: how often they are found. */
        DETECTION,
        /** Kinds of chance that the rule does not promise to see through. */
        LIMITS,
        /** How long a verdict takes. */
        SPEED
    }

    @Option(names = "--curves", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "400")
    private int curves;

    @Option(
            names = "--items",
            paramLabel = "N",
            arity = "1..*",
            converter = WholeNumber.EvenItems.class,
            defaultValue = "100,300,1000",
            split = ",")
    private List<Integer> items;

    @Option(names = "--part", paramLabel = "PART", arity = "1..*")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Override
    public Integer call() {
        System.out.println(
                "Rule version " + VerdictRule.VERSION + ", " + curves + " curves of each kind, shares in percent.");
        if (parts.contains(Part.ALARMS)) {
            alarms("No fall, answers of items", 0, Known.ITEMS);
        }
        if (parts.contains(Part.DETECTION)) {
            detection(Truth.INVERTED, "inversion", State.INVERSION, "recovered", State.RECOVERED);
            detection(Truth.RECOVERED, "recovery", State.RECOVERED, "inversion", State.INVERSION);
        }
        if (parts.contains(Part.LIMITS)) {
            alarms("No fall, accuracies without items", 0, Known.ACCURACIES);
            alarms("No fall, noise that lasts: neighbours correlate by " + LASTING, LASTING, Known.ITEMS);
        }
        if (parts.contains(Part.SPEED)) {
            speed();
        }
        return 0;
    }

    private void alarms(String title, double lasting, Known known) {
        header(title + ": called inversion or recovered (called no inversion)", "| truth | noise | items |");
        for (Truth truth : List.of(Truth.FLAT, Truth.RISING)) {
            for (double noise : NOISE) {
                for (int count : items) {
                    row(
                            String.format(Locale.ROOT, "| %s | %.0f | %d |", name(truth), 100 * noise, count),
                            checkpoints -> new Scenario(truth, 0, noise, lasting, count, checkpoints, known),
                            tally -> percent(tally.fallen()) + " (" + percent(tally.share(State.NO_INVERSION)) + ")");
                }
            }
        }
    }

    private void detection(Truth truth, String name, State right, String otherName, State other) {
        header(
                "A true " + name + ": called that (called " + otherName + " / no inversion)",
                "| drop | noise | items |");
        for (double drop : DROPS) {
            for (double noise : NOISE) {
                for (int count : items) {
                    row(
                            String.format(Locale.ROOT, "| %.0f | %.0f | %d |", 100 * drop, 100 * noise, count),
                            checkpoints -> new Scenario(truth, drop, noise, 0, count, checkpoints, Known.ITEMS),
                            tally -> percent(tally.share(right)) + " (" + percent(tally.share(other)) + " / "
                                    + percent(tally.share(State.NO_INVERSION)) + ")");
                }
            }
        }
    }

    private static void header(String title, String left) {
        System.out.println("\n" + title + "\n");
        String columns = Arrays.stream(CHECKPOINTS)
                .mapToObj(checkpoints -> " " + checkpoints + " checkpoints |")
                .collect(Collectors.joining());
        System.out.println(left + columns);
        System.out.println(left.replaceAll("[^|]+", "---") + "---|".repeat(CHECKPOINTS.length));
    }

    /** One kind of curve by numbers of checkpoints, on all cores. */
    private void row(String left, IntFunction<Scenario> scenario, Function<Tally, String> cell) {
        System.out.println(left
                + Arrays.stream(CHECKPOINTS)
                        .parallel()
                        .mapToObj(scenario)
                        .map(each -> simulation.run(each, curves, seed(each)))
                        .map(tally -> " " + cell.apply(tally) + " |")
                        .collect(Collectors.joining()));
    }

    /** The same in every process, and another for every kind of curve. */
    private static long seed(Scenario scenario) {
        return Objects.hash(
                scenario.truth().ordinal(),
                scenario.drop(),
                scenario.noise(),
                scenario.lasting(),
                scenario.items(),
                scenario.checkpoints(),
                scenario.known().ordinal());
    }

    private static void speed() {
        System.out.println("\nOne verdict of 2,000 resamples, median of " + TIMED + " after " + WARM_UP
                + ", one thread\n\n| checkpoints | items | ms |\n|---|---|---|");
        for (int[] size : new int[][] {{22, 300}, {50, 400}, {200, 1000}}) {
            Scenario scenario = new Scenario(Truth.INVERTED, 0.3, 0.02, 0, size[1], size[0], Known.ITEMS);
            ItemHistory history = VerdictSimulation.history(scenario, new SplittableRandom(1));
            VerdictRule rule = new VerdictRule(ClusterBootstrap.STANDARD);
            List<Double> millis = new ArrayList<>();
            for (int round = 0; round < WARM_UP + TIMED; round++) {
                long begun = System.nanoTime();
                State state = rule.judge(history, Collections.emptySortedMap(), List.of())
                        .state();
                double took = (System.nanoTime() - begun) / 1e6;
                if (state != State.INVERSION) {
                    throw new IllegalStateException("a true drop of 30 points was called " + state);
                }
                if (round >= WARM_UP) {
                    millis.add(took);
                }
            }
            System.out.printf(Locale.ROOT, "| %d | %d | %.1f |%n", size[0], size[1], Timing.median(millis));
        }
    }

    private static String name(Truth truth) {
        return truth.name().toLowerCase(Locale.ROOT);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
