package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.verdict.Verdict.State;
import io.tiltmeter.results.verdict.Verdict.Strength;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How often the rule errs on made-up curves whose truth is known.
 *
 * <p>Items come two a cluster. An item follows its context at a checkpoint where a normal variable lies above a
 * threshold; the variable is the sum of a cluster's and an item's own lean, which last the whole run (variances 1 and
 * 0.25), and of a cluster's and an item's wavering, drawn anew at every checkpoint (variance 0.5 each). So the two items
 * of a cluster correlate by 2/3, and one item with itself at another checkpoint by 5/9. The threshold gives the accuracy
 * that the truth has there, plus the checkpoint's own noise, which all items share. The standard mean rises from 50 to
 * 80 points with half of that noise.
 */
public final class VerdictSimulation {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double TOP = 0.75;
    private static final double RISE = 0.10;
    private static final double CLUSTER_LEAN = 1;
    private static final double ITEM_LEAN = 0.5;
    private static final double WAVERING = Math.sqrt(0.5);
    private static final double LATENT = Math.sqrt(CLUSTER_LEAN + ITEM_LEAN * ITEM_LEAN + 1);
    private static final double EDGE = 0.005;

    private final VerdictRule rule;

    /** @param resamples of the bootstrap; fewer than published verdicts take are enough to count verdicts */
    public VerdictSimulation(int resamples) {
        this.rule = new VerdictRule(new ClusterBootstrap(ClusterBootstrap.STANDARD.seed(), resamples));
    }

    /** What a curve truly does, by the share of its checkpoints that is past. */
    public enum Truth {
        /** 60 points throughout. */
        FLAT(State.NO_INVERSION),
        /** From 40 to 75 points in a straight line. */
        RISING(State.NO_INVERSION),
        /** Ten points up to 75 at a quarter, then down by the drop until three quarters, then flat. */
        INVERTED(State.INVERSION),
        /** The same rise until a fifth, down by the drop at a half, and from three fifths back up, there at 85 %. */
        RECOVERED(State.RECOVERED),
        /** A peak at a tenth, ten points up, then a slow exponential fall to a plateau. */
        EARLY_PEAK(State.INVERSION),
        /** The first checkpoint is the highest; a straight fall until 60 %. */
        FIRST_PEAK(State.INVERSION),
        /** Rising, with a dip between 70 and 90 % that the end makes up. */
        LATE_DIP(State.RECOVERED),
        /** Two dips, the second half as deep, and back. */
        TWO_DIPS(State.RECOVERED),
        /** Falls of the drop and rises that make up for them, three times. */
        SAW_TOOTH(State.RECOVERED);

        private final State right;

        Truth(State right) {
            this.right = right;
        }

        /** What a verdict should say of it. */
        public State right() {
            return right;
        }

        private double at(double past, double drop) {
            return switch (this) {
                case EARLY_PEAK ->
                    TOP - RISE * down(past, 0, 0.1) - drop * (past <= 0.1 ? 0 : 1 - Math.exp(-(past - 0.1) / 0.2));
                case FIRST_PEAK -> TOP - drop * up(past, 0, 0.6);
                case LATE_DIP -> TOP - RISE * down(past, 0, 0.5) - drop * up(past, 0.7, 0.8) * down(past, 0.82, 0.92);
                case TWO_DIPS ->
                    TOP
                            - drop * up(past, 0.1, 0.25) * down(past, 0.3, 0.45)
                            - drop / 2 * up(past, 0.5, 0.65) * down(past, 0.7, 0.85);
                case SAW_TOOTH -> TOP - drop * (past < 0.95 ? (past * 3) % 1 : 0);
                case FLAT -> 0.6;
                case RISING -> 0.4 + 0.35 * past;
                case INVERTED -> TOP - RISE * down(past, 0, 0.25) - drop * up(past, 0.25, 0.75);
                case RECOVERED -> TOP - RISE * down(past, 0, 0.2) - drop * up(past, 0.2, 0.5) * down(past, 0.6, 0.85);
            };
        }

        private static double up(double past, double from, double to) {
            return Math.min(1, Math.max(0, (past - from) / (to - from)));
        }

        private static double down(double past, double from, double to) {
            return 1 - up(past, from, to);
        }
    }

    /**
     * One kind of curve.
     *
     * @param truth what it does
     * @param drop how far it falls, as a share; of no meaning where it does not
     * @param noise standard deviation of a checkpoint's own noise, as a share
     * @param lasting correlation of that noise between neighbouring checkpoints, on average over the run, in [0, 1)
     * @param items of the suite, an even number
     * @param spacing of the checkpoints
     * @param known whether the rule sees the answers of items, or accuracies alone
     */
    public record Scenario(
            Truth truth,
            double drop,
            double noise,
            double lasting,
            int items,
            int checkpoints,
            Spacing spacing,
            Known known) {
        /** The share of the run that is past at a checkpoint, in [0, 1]. */
        private double past(int checkpoint) {
            double even = checkpoint / (checkpoints - 1.0);
            return spacing == Spacing.EVEN ? even : even * even;
        }

        /** The correlation of a checkpoint's own noise with that of the next: less the farther apart they are. */
        private double lastingAfter(int checkpoint) {
            double steps = (past(checkpoint + 1) - past(checkpoint)) * (checkpoints - 1);
            return lasting == 0 ? 0 : Math.pow(lasting, steps);
        }
    }

    /** Where in the run its checkpoints are. */
    public enum Spacing {
        /** The same number of steps apart. */
        EVEN,
        /** Denser at the beginning, where curves change fast: at squares. */
        EARLY_DENSER
    }

    /** What the rule sees of a made-up curve. */
    public enum Known {
        ITEMS,
        /** Accuracies, as if of other items at every checkpoint. */
        ACCURACIES,
        /** Accuracies, of which it is said that they are of the same items. */
        SAME_ITEMS
    }

    /**
     * Verdicts of the rule on curves of one kind.
     *
     * @param curves how many it judged
     * @param shown how many of them each answer got as shown
     * @param likely how many got it as likely
     */
    public record Tally(int curves, Map<State, Integer> shown, Map<State, Integer> likely) {
        /** The share of curves for which this answer was shown. */
        public double share(State state) {
            return (double) shown.getOrDefault(state, 0) / curves;
        }

        /** The share of curves for which it was likely, and not shown. */
        public double likely(State state) {
            return (double) likely.getOrDefault(state, 0) / curves;
        }

        /** The share in which a fall was seen, whether the curve came back or not. */
        public double fallen() {
            return share(State.INVERSION) + share(State.RECOVERED);
        }
    }

    /** Judges so many curves of one kind; the same seed gives the same curves. */
    public Tally run(Scenario scenario, int curves, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<State, Integer> shown = new EnumMap<>(State.class);
        Map<State, Integer> likely = new EnumMap<>(State.class);
        for (int curve = 0; curve < curves; curve++) {
            Verdict verdict = judge(scenario, random);
            verdict.strength()
                    .map(strength -> strength == Strength.SHOWN ? shown : likely)
                    .ifPresent(states -> states.merge(verdict.state(), 1, Integer::sum));
        }
        return new Tally(curves, shown, likely);
    }

    /** A verdict on one made-up curve. */
    public Verdict judge(Scenario scenario, SplittableRandom random) {
        ItemHistory history = history(scenario, random);
        SortedMap<Integer, Double> standard = new TreeMap<>();
        for (int checkpoint = 0; checkpoint < history.checkpoints(); checkpoint++) {
            double past = scenario.past(checkpoint);
            standard.put(
                    history.step(checkpoint),
                    0.5 + 0.3 * Math.sqrt(past) + scenario.noise() / 2 * random.nextGaussian());
        }
        return scenario.known() == Known.ITEMS
                ? rule.judge(history, standard, List.of())
                : rule.judgeUnpaired(accuracies(history), scenario.known() == Known.SAME_ITEMS, standard, List.of());
    }

    /** The curve of a made-up run. */
    public static List<UnpairedPoint> accuracies(ItemHistory history) {
        int items = history.items().size();
        return IntStream.range(0, history.checkpoints())
                .mapToObj(checkpoint -> {
                    double accuracy = IntStream.range(0, items)
                                    .mapToDouble(item -> history.context(item, checkpoint))
                                    .sum()
                            / items;
                    return new UnpairedPoint(
                            history.step(checkpoint), accuracy, OptionalDouble.of(1 - accuracy), items);
                })
                .toList();
    }

    /** The answers of one made-up run: step by step, 0, 1, 2 and so on. */
    public static ItemHistory history(Scenario scenario, SplittableRandom random) {
        ItemList items = items(scenario.items());
        double[] leans = new double[scenario.items()];
        for (int item = 0; item < leans.length; item += 2) {
            double cluster = CLUSTER_LEAN * random.nextGaussian();
            leans[item] = cluster + ITEM_LEAN * random.nextGaussian();
            leans[item + 1] = cluster + ITEM_LEAN * random.nextGaussian();
        }
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        double noise = random.nextGaussian();
        for (int checkpoint = 0; checkpoint < scenario.checkpoints(); checkpoint++) {
            double accuracy = scenario.truth().at(scenario.past(checkpoint), scenario.drop());
            byStep.put(checkpoint, answers(items, leans, accuracy + scenario.noise() * noise, random));
            double lasting = scenario.lastingAfter(checkpoint);
            noise = lasting * noise + Math.sqrt(1 - lasting * lasting) * random.nextGaussian();
        }
        return ItemHistory.of(byStep);
    }

    private static ItemShares answers(ItemList items, double[] leans, double accuracy, SplittableRandom random) {
        double threshold = -LATENT * NORMAL.inverseCumulativeProbability(Math.min(1 - EDGE, Math.max(EDGE, accuracy)));
        double[] context = new double[leans.length];
        double[] memory = new double[leans.length];
        for (int item = 0; item < leans.length; item += 2) {
            double together = WAVERING * random.nextGaussian();
            for (int each = item; each < item + 2; each++) {
                double latent = leans[each] + together + WAVERING * random.nextGaussian();
                context[each] = latent > threshold ? 1 : 0;
                memory[each] = 1 - context[each];
            }
        }
        return new ItemShares(items, context, memory, context);
    }

    private static ItemList items(int count) {
        List<String> ids = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        for (int item = 0; item < count; item++) {
            ids.add(String.format("item-%05d", item));
            clusters.add(String.format("fact-%05d", item / 2));
        }
        return new ItemList(ids, clusters);
    }
}
