package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.verdict.Verdict.State;
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
        FLAT,
        /** From 40 to 75 points in a straight line. */
        RISING,
        /** Ten points up to 75 at a quarter, then down by the drop until three quarters, then flat. */
        INVERTED,
        /** The same rise until a fifth, down by the drop at a half, and from three fifths back up, there at 85 %. */
        RECOVERED;

        private double at(double past, double drop) {
            return switch (this) {
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
     * @param lasting correlation of that noise between neighbouring checkpoints, in [0, 1)
     * @param items of the suite, an even number
     * @param known whether the rule sees the answers of items, or accuracies alone
     */
    public record Scenario(
            Truth truth, double drop, double noise, double lasting, int items, int checkpoints, Known known) {}

    /** What the rule sees of a made-up curve. */
    public enum Known {
        ITEMS,
        ACCURACIES
    }

    /**
     * Verdicts of the rule on curves of one kind.
     *
     * @param curves how many it judged
     * @param states how many of them each answer got
     */
    public record Tally(int curves, Map<State, Integer> states) {
        /** The share of curves that got this answer. */
        public double share(State state) {
            return (double) states.getOrDefault(state, 0) / curves;
        }

        /** The share in which a fall was seen, whether the curve came back or not. */
        public double fallen() {
            return share(State.INVERSION) + share(State.RECOVERED);
        }
    }

    /** Judges so many curves of one kind; the same seed gives the same curves. */
    public Tally run(Scenario scenario, int curves, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<State, Integer> states = new EnumMap<>(State.class);
        for (int curve = 0; curve < curves; curve++) {
            states.merge(judge(scenario, random).state(), 1, Integer::sum);
        }
        return new Tally(curves, states);
    }

    private Verdict judge(Scenario scenario, SplittableRandom random) {
        ItemHistory history = history(scenario, random);
        SortedMap<Integer, Double> standard = new TreeMap<>();
        for (int checkpoint = 0; checkpoint < history.checkpoints(); checkpoint++) {
            double past = past(scenario, checkpoint);
            standard.put(
                    history.step(checkpoint),
                    0.5 + 0.3 * Math.sqrt(past) + scenario.noise() / 2 * random.nextGaussian());
        }
        return scenario.known() == Known.ITEMS
                ? rule.judge(history, standard, List.of())
                : rule.judgeUnpaired(accuracies(history), standard, List.of());
    }

    private static List<UnpairedPoint> accuracies(ItemHistory history) {
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

    private static double past(Scenario scenario, int checkpoint) {
        return checkpoint / (scenario.checkpoints() - 1.0);
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
            double accuracy = scenario.truth().at(past(scenario, checkpoint), scenario.drop());
            byStep.put(checkpoint, answers(items, leans, accuracy + scenario.noise() * noise, random));
            noise = scenario.lasting() * noise
                    + Math.sqrt(1 - scenario.lasting() * scenario.lasting()) * random.nextGaussian();
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
