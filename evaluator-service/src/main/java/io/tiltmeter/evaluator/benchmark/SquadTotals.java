package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What SQuAD 2's script says of a whole suite, in percent: means over all questions, over those with an answer and those
 * without, and the best that a threshold on the probability of "unanswerable" could have reached.
 */
final class SquadTotals {
    static final double PERCENT = 100;

    private final List<SuiteItem> items;
    private final List<ItemOutcome> outcomes;

    /** @param outcomes of the items, in their order */
    SquadTotals(List<SuiteItem> items, List<ItemOutcome> outcomes) {
        this.items = items;
        this.outcomes = outcomes;
    }

    /** Means over the parts that are there, and the best; those have no standard error. */
    List<MetricValue> beyondMeans() {
        List<MetricValue> values = new ArrayList<>();
        List<BenchmarkMetric> metrics = List.of(Squad.Release.V2.exact(), Squad.F1);
        for (BenchmarkMetric metric : metrics) {
            addMean(values, "HasAns_", metric, Squad::isAnswerable);
        }
        for (BenchmarkMetric metric : metrics) {
            addMean(values, "NoAns_", metric, item -> !Squad.isAnswerable(item));
        }
        for (BenchmarkMetric metric : metrics) {
            values.add(new MetricValue(
                    BenchmarkMetric.of("best_" + metric.name()), PERCENT * best(metric), Optional.empty()));
        }
        return values;
    }

    private void addMean(List<MetricValue> values, String prefix, BenchmarkMetric metric, Predicate<SuiteItem> part) {
        List<Double> ofPart = IntStream.range(0, items.size())
                .filter(i -> part.test(items.get(i)))
                .mapToObj(i -> value(i, metric))
                .toList();
        if (!ofPart.isEmpty()) {
            values.add(MetricValue.mean(BenchmarkMetric.of(prefix + metric.name()), ofPart, PERCENT));
        }
    }

    /** Share reached where questions from some probability on count as left unanswered. */
    private double best(BenchmarkMetric metric) {
        double score = items.stream().filter(item -> !Squad.isAnswerable(item)).count();
        double best = score;
        int[] byProbability = IntStream.range(0, items.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> value(i, Squad.NO_ANSWER)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i : byProbability) {
            if (Squad.isAnswerable(items.get(i))) {
                score += value(i, metric);
            } else if (!outcomes.get(i).generated().isEmpty()) {
                score -= 1;
            }
            best = Math.max(best, score);
        }
        return best / items.size();
    }

    private double value(int i, BenchmarkMetric metric) {
        return outcomes.get(i).metrics().get(metric.itemKey());
    }
}
