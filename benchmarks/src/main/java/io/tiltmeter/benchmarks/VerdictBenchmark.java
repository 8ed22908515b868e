package io.tiltmeter.benchmarks;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.verdict.Verdict.State;
import io.tiltmeter.results.verdict.VerdictRule;
import io.tiltmeter.results.verdict.VerdictSimulation;
import io.tiltmeter.results.verdict.VerdictSimulation.Known;
import io.tiltmeter.results.verdict.VerdictSimulation.Scenario;
import io.tiltmeter.results.verdict.VerdictSimulation.Spacing;
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

/** How often verdict and warning err on made-up curves, and how long a verdict takes: the tables of docs/verdict.md. */
@Command(name = "verdict", sortOptions = false)
final class VerdictBenchmark implements Callable<Integer> {
    private static final int[] CHECKPOINTS = {8, 22, 50, 100, 200};
    private static final double[] NOISE = {0, 0.02, 0.05};
    private static final double[] DROPS = {0.05, 0.10, 0.12, 0.20, 0.40};
    private static final int RESAMPLES = 200;
    private static final int BINS = 20;
    private static final long CALIBRATION_SEED = 7;
    private static final State[] KINDS = {State.INVERSION, State.RECOVERED, State.NO_INVERSION};
    private static final int WARM_UP = 100;
    private static final int TIMED = 40;
    private static final double[] LASTING = {0, 0.3, 0.5, 0.7};
    private static final Truth[] UNSEEN = {
        Truth.EARLY_PEAK, Truth.FIRST_PEAK, Truth.LATE_DIP, Truth.TWO_DIPS, Truth.SAW_TOOTH
    };

    private final VerdictSimulation simulation = new VerdictSimulation(RESAMPLES);

    /** A table. */
    enum Part {
        /** Curves that do not fall: how often they are called one that does. */
        ALARMS,
        /** Curves that fall: how often they are found. */
        DETECTION,
        /** How often a probability is right, on curves of shapes that were not used to find it. */
        CALIBRATION,
        /** Curves without items. */
        LIMITS,
        /** Checkpoints that are not the same number of steps apart. */
        UNEVEN,
        /** The live warning: how often it errs, and when it comes. */
        WARNING,
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
            for (double lasting : LASTING) {
                alarms("No fall, neighbours' noise correlates by " + lasting, lasting, Spacing.EVEN, Known.ITEMS);
            }
        }
        if (parts.contains(Part.DETECTION)) {
            for (double lasting : new double[] {0, LASTING[2]}) {
                detection(Truth.INVERTED, lasting, State.INVERSION, State.RECOVERED);
                detection(Truth.RECOVERED, lasting, State.RECOVERED, State.INVERSION);
            }
        }
        if (parts.contains(Part.CALIBRATION)) {
            calibration();
        }
        if (parts.contains(Part.LIMITS)) {
            alarms("No fall, accuracies without items", 0, Spacing.EVEN, Known.ACCURACIES);
            alarms(
                    "No fall, accuracies of the same items, correlated by 0.5",
                    LASTING[2],
                    Spacing.EVEN,
                    Known.SAME_ITEMS);
        }
        if (parts.contains(Part.UNEVEN)) {
            for (double lasting : LASTING) {
                alarms(
                        "No fall, checkpoints denser at the beginning, noise correlates by " + lasting + " on average",
                        lasting,
                        Spacing.EARLY_DENSER,
                        Known.ITEMS);
            }
        }
        if (parts.contains(Part.WARNING)) {
            System.out.print(new WarningTable(curves, items.get(0)).text());
        }
        if (parts.contains(Part.SPEED)) {
            speed();
        }
        return 0;
    }

    private void alarms(String title, double lasting, Spacing spacing, Known known) {
        header(
                title + ": shown as inversion or recovered (shown as no inversion / likely, but wrong)",
                "| truth | noise | items |");
        for (Truth truth : List.of(Truth.FLAT, Truth.RISING)) {
            for (double noise : NOISE) {
                for (int count : items) {
                    row(
                            String.format(Locale.ROOT, "| %s | %.0f | %d |", name(truth), 100 * noise, count),
                            checkpoints -> new Scenario(truth, 0, noise, lasting, count, checkpoints, spacing, known),
                            tally -> percent(tally.fallen()) + " (" + percent(tally.share(State.NO_INVERSION)) + " / "
                                    + percent(tally.likely(State.INVERSION) + tally.likely(State.RECOVERED)) + ")");
                }
            }
        }
    }

    private void detection(Truth truth, double lasting, State right, State other) {
        header(
                "Truly " + right.words() + ", neighbours' noise correlates by " + lasting
                        + ": shown, or likely (shown as " + other.words() + " / no inversion)",
                "| drop | noise | items |");
        for (double drop : DROPS) {
            for (double noise : NOISE) {
                for (int count : items) {
                    row(
                            String.format(Locale.ROOT, "| %.0f | %.0f | %d |", 100 * drop, 100 * noise, count),
                            checkpoints -> new Scenario(
                                    truth, drop, noise, lasting, count, checkpoints, Spacing.EVEN, Known.ITEMS),
                            tally -> percent(tally.share(right)) + ", " + percent(tally.likely(right)) + " ("
                                    + percent(tally.share(other)) + " / " + percent(tally.share(State.NO_INVERSION))
                                    + ")");
                }
            }
        }
    }

    /**
     * A third of the curves flat or rising, a third of shapes that are inversions, a third of those that recover; drops of 5
     * to 30 points, noise of 0 to 5 with correlations of 0 to 0.5, 8 to 50 checkpoints of the first number of items.
     */
    private void calibration() {
        int[] given = new int[BINS];
        int[] right = new int[BINS];
        SplittableRandom random = new SplittableRandom(CALIBRATION_SEED);
        for (int curve = 0; curve < UNSEEN.length * curves; curve++) {
            State state = KINDS[random.nextInt(KINDS.length)];
            List<Truth> truths = Arrays.stream(Truth.values())
                    .filter(each -> each.right() == state)
                    .filter(each ->
                            state == State.NO_INVERSION || List.of(UNSEEN).contains(each))
                    .toList();
            Scenario scenario = new Scenario(
                    truths.get(random.nextInt(truths.size())),
                    0.05 + 0.25 * random.nextDouble(),
                    0.05 * random.nextDouble(),
                    0.5 * random.nextDouble(),
                    items.get(0),
                    CHECKPOINTS[random.nextInt(3)],
                    Spacing.EVEN,
                    Known.ITEMS);
            simulation.judge(scenario, random).probabilities().ifPresent(found -> {
                double[] each = {found.inversion(), found.recovered(), found.neverFell()};
                for (int kind = 0; kind < KINDS.length; kind++) {
                    int bin = Math.min(BINS - 1, (int) (each[kind] * BINS));
                    given[bin]++;
                    right[bin] += KINDS[kind] == state ? 1 : 0;
                }
            });
        }
        System.out.println("\nCalibration: of the courses that were given a probability, the share that were true, "
                + UNSEEN.length * curves + " curves of " + items.get(0)
                + " items\n\n| probability | given | true |\n|---|---|---|");
        for (int bin = 0; bin < BINS; bin++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %.2f to %.2f | %d | %.1f |%n",
                    bin / (double) BINS,
                    (bin + 1) / (double) BINS,
                    given[bin],
                    100.0 * right[bin] / Math.max(1, given[bin]));
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
                + ", one thread; the first simulates flat curves of that length"
                + "\n\n| checkpoints | items | ms | first, ms |\n|---|---|---|---|");
        for (int[] size : new int[][] {{22, 300}, {50, 400}, {200, 1000}}) {
            Scenario scenario = new Scenario(Truth.INVERTED, 0.3, 0.02, 0, size[1], size[0], Spacing.EVEN, Known.ITEMS);
            ItemHistory history = VerdictSimulation.history(scenario, new SplittableRandom(1));
            VerdictRule rule = new VerdictRule(ClusterBootstrap.STANDARD);
            List<Double> millis = new ArrayList<>();
            double first = 0;
            for (int round = 0; round < WARM_UP + TIMED; round++) {
                long begun = System.nanoTime();
                State state = rule.judge(history, Collections.emptySortedMap(), List.of())
                        .state();
                double took = (System.nanoTime() - begun) / 1e6;
                if (state != State.INVERSION) {
                    throw new IllegalStateException("a true drop of 30 points was called " + state);
                }
                first = round == 0 ? took : first;
                if (round >= WARM_UP) {
                    millis.add(took);
                }
            }
            System.out.printf(
                    Locale.ROOT, "| %d | %d | %.1f | %.0f |%n", size[0], size[1], Timing.median(millis), first);
        }
    }

    private static String name(Truth truth) {
        return truth.name().toLowerCase(Locale.ROOT);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
