package io.tiltmeter.results.replicate;

import io.tiltmeter.results.curve.ClusterBootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much larger a drop or an accuracy is under a condition than under the reference, paired by seed and question.
 *
 * <p>If all seeds were asked the same questions, seeds and questions are crossed, and the interval is that of
 * {@link SeedDrops} on the differences. If each seed has questions of its own, the differences of seeds contain the choice of
 * questions, and the interval is Student's t over seeds.
 *
 * @param seeds with numbers under both conditions of the same questions
 * @param value mean over seeds of the condition's number less the reference's, in [-2, 2]
 * @param interval its 95 % interval for other seeds and other questions; empty with fewer than two seeds
 */
public record ConditionDifference(List<Long> seeds, double value, Optional<Interval> interval) {
    private static final double TAIL = 0.025;
    private static final double LEAST_P = 1e-12;
    private static final int BISECTIONS = 60;

    /**
     * An interval and the test that belongs to it.
     *
     * @param low lower bound
     * @param high upper bound
     * @param standardError of the mean, from seeds and questions together
     * @param p two-sided: one less the level of the widest interval that excludes 0; at least 1e-12
     * @param crossed whether all seeds were asked the same questions
     */
    public record Interval(double low, double high, double standardError, double p, boolean crossed) {
        private static Interval of(
                double mean,
                double ofSeeds,
                int seedDegrees,
                double ofQuestions,
                int questionDegrees,
                boolean crossed) {
            double half = half(TAIL, ofSeeds, seedDegrees, ofQuestions, questionDegrees);
            double low = LEAST_P;
            double high = 1;
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = Math.sqrt(low * high);
                if (half(middle / 2, ofSeeds, seedDegrees, ofQuestions, questionDegrees) > Math.abs(mean)) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            double p = mean == 0 ? 1 : high;
            return new Interval(mean - half, mean + half, Math.hypot(ofSeeds, ofQuestions), p, crossed);
        }

        /** Half the width of an interval of recovered variances, as that of {@link SeedDrops}. */
        private static double half(
                double tail, double ofSeeds, int seedDegrees, double ofQuestions, int questionDegrees) {
            return Math.hypot(
                    ofSeeds == 0 ? 0 : ofSeeds * quantile(seedDegrees, tail),
                    ofQuestions == 0 ? 0 : ofQuestions * quantile(questionDegrees, tail));
        }

        private static double quantile(int degrees, double tail) {
            return -TDistribution.of(degrees).inverseCumulativeProbability(tail);
        }
    }

    /** The differences of one seed, on the questions that have a number under both conditions. */
    private record Pair(
            long seed, String questions, SortedMap<String, Double> differences, Map<String, String> clusters) {
        double mean() {
            return differences.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
        }
    }

    /**
     * Compares conditions.
     *
     * @param reference its numbers, by seed
     * @param condition likewise
     * @return empty if no seed answered the same questions under both
     */
    public static Optional<ConditionDifference> of(
            Map<Long, SeedValues> reference, Map<Long, SeedValues> condition, ClusterBootstrap bootstrap) {
        List<Pair> pairs = new ArrayList<>();
        reference.forEach((seed, one) -> Optional.ofNullable(condition.get(seed))
                .filter(other -> other.questions().equals(one.questions()))
                .map(other -> pair(seed, one, other))
                .filter(pair -> !pair.differences().isEmpty())
                .ifPresent(pairs::add));
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        List<Long> seeds = pairs.stream().map(Pair::seed).toList();
        boolean sameQuestions = pairs.stream().map(Pair::questions).distinct().count() == 1;
        if (pairs.size() > 1 && sameQuestions) {
            Optional<ConditionDifference> crossed = crossed(seeds, pairs, bootstrap);
            if (crossed.isPresent()) {
                return crossed;
            }
        }
        double[] means = pairs.stream().mapToDouble(Pair::mean).toArray();
        double mean = Arrays.stream(means).average().orElseThrow();
        if (pairs.size() == 1) {
            return Optional.of(new ConditionDifference(seeds, mean, Optional.empty()));
        }
        int degrees = means.length - 1;
        double squares =
                Arrays.stream(means).map(each -> (each - mean) * (each - mean)).sum();
        double error = Math.sqrt(squares / degrees / means.length);
        return Optional.of(
                new ConditionDifference(seeds, mean, Optional.of(Interval.of(mean, error, degrees, 0, 1, false))));
    }

    private static Pair pair(long seed, SeedValues one, SeedValues other) {
        Map<String, Double> reference = new TreeMap<>();
        IntStream.range(0, one.values().length)
                .forEach(item -> reference.put(one.items().id(item), one.values()[item]));
        SortedMap<String, Double> differences = new TreeMap<>();
        Map<String, String> clusters = new TreeMap<>();
        for (int item = 0; item < other.values().length; item++) {
            String id = other.items().id(item);
            if (reference.containsKey(id)) {
                differences.put(id, other.values()[item] - reference.get(id));
                clusters.put(id, other.items().cluster(item));
            }
        }
        return new Pair(seed, one.questions(), differences, clusters);
    }

    /** Empty with fewer than two clusters that every seed answered. */
    private static Optional<ConditionDifference> crossed(
            List<Long> seeds, List<Pair> pairs, ClusterBootstrap bootstrap) {
        List<String> items = pairs.get(0).differences().keySet().stream()
                .filter(item ->
                        pairs.stream().allMatch(pair -> pair.differences().containsKey(item)))
                .toList();
        Map<String, String> clusterOf = pairs.get(0).clusters();
        List<String> clusters =
                items.stream().map(clusterOf::get).distinct().sorted().toList();
        if (clusters.size() < 2) {
            return Optional.empty();
        }
        Map<String, Integer> index = new TreeMap<>();
        clusters.forEach(cluster -> index.put(cluster, index.size()));
        int[] sizes = new int[clusters.size()];
        items.forEach(item -> sizes[index.get(clusterOf.get(item))]++);
        double[][] halves = new double[pairs.size()][clusters.size()];
        for (int seed = 0; seed < halves.length; seed++) {
            for (String item : items) {
                // Differences of drops are up to 2, and SeedDrops takes shares.
                halves[seed][index.get(clusterOf.get(item))] +=
                        pairs.get(seed).differences().get(item) / 2;
            }
        }
        SeedDrops drops = SeedDrops.of(halves, sizes, bootstrap);
        double mean = 2 * drops.mean().value();
        return Optional.of(new ConditionDifference(
                seeds,
                mean,
                Optional.of(Interval.of(
                        mean,
                        2 * drops.deviation() / Math.sqrt(pairs.size()),
                        pairs.size() - 1,
                        2 * drops.questionError(),
                        clusters.size() - 1,
                        true))));
    }
}
