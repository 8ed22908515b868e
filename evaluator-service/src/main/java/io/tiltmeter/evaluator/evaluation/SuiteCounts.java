package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Sums and means over the outcomes of a suite. */
public final class SuiteCounts {
    private final List<ItemOutcome> outcomes;

    public SuiteCounts(List<ItemOutcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    public int contextAnswers() {
        return count(ItemOutcome::contextAnswerFound);
    }

    public int memoryAnswers() {
        return count(ItemOutcome::memoryAnswerFound);
    }

    /** Items with either answer. */
    public int correct() {
        return count(ItemOutcome::correct);
    }

    /** Accuracies, and the mean of every metric that items have, over those that have it. */
    public Map<String, Double> metrics() {
        Map<String, Double> means = new TreeMap<>();
        means.put("counterfactual_accuracy", mean(outcomes, ItemOutcome::contextShare));
        means.put("parametric_accuracy", mean(outcomes, ItemOutcome::memoryShare));
        means.put("accuracy", mean(outcomes, ItemOutcome::correctShare));
        outcomes.stream()
                .flatMap(outcome -> outcome.metrics().keySet().stream())
                .distinct()
                .forEach(name -> {
                    List<ItemOutcome> having = outcomes.stream()
                            .filter(outcome -> outcome.metrics().containsKey(name))
                            .toList();
                    means.put(name, mean(having, outcome -> outcome.metrics().get(name)));
                });
        return means;
    }

    private int count(Predicate<ItemOutcome> flag) {
        return (int) outcomes.stream().filter(flag).count();
    }

    private static double mean(List<ItemOutcome> outcomes, ToDoubleFunction<ItemOutcome> value) {
        return outcomes.stream().mapToDouble(value).average().orElse(0);
    }
}
