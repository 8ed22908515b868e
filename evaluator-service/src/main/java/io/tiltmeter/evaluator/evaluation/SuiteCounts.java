package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.evaluator.evaluation.ModelResponse.Shortfall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Sums and means over the outcomes of a suite. */
public final class SuiteCounts {
    /** Of a suite's items those for which the model has too few positions; absent if there are none. */
    public static final String LEFT_OUT = "items_left_out";

    /** Prompts whose left was cut off; absent if there are none. */
    public static final String CUT = "prompts_cut";

    private final boolean isConflict;
    private final List<ItemOutcome> outcomes;

    /** @param kind of the suite: only in a conflict suite is an answer that of the context or of memory */
    public SuiteCounts(SuiteKind kind, List<ItemOutcome> outcomes) {
        this.isConflict = kind == SuiteKind.KNOWLEDGE_CONFLICT;
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

    /**
     * Accuracies, the mean of every metric that items have, over those that have it, and how many items were left out or cut.
     *
     * @param responses of all items that were selected
     */
    public Map<String, Double> metrics(List<ModelResponse> responses) {
        Map<String, Double> means = new TreeMap<>();
        put(means, LEFT_OUT, responses, Shortfall.LEFT_OUT);
        put(means, CUT, responses, Shortfall.CUT);
        if (isConflict) {
            means.put("counterfactual_accuracy", mean(outcomes, ItemOutcome::contextShare));
            means.put("parametric_accuracy", mean(outcomes, ItemOutcome::memoryShare));
        }
        means.put("accuracy", mean(outcomes, ItemOutcome::correctShare));
        means.putAll(means());
        return means;
    }

    /** Items that have a metric. */
    public int measured() {
        return count(outcome -> !outcome.metrics().isEmpty());
    }

    /** The mean of every metric that items have, over those that have it. */
    public Map<String, Double> means() {
        Map<String, Double> means = new TreeMap<>();
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

    private static void put(
            Map<String, Double> means, String name, List<ModelResponse> responses, Shortfall shortfall) {
        long count = responses.stream()
                .filter(response -> response.shortfall().equals(Optional.of(shortfall)))
                .count();
        if (count > 0) {
            means.put(name, (double) count);
        }
    }

    private int count(Predicate<ItemOutcome> flag) {
        return (int) outcomes.stream().filter(flag).count();
    }

    private static double mean(List<ItemOutcome> outcomes, ToDoubleFunction<ItemOutcome> value) {
        return outcomes.stream().mapToDouble(value).average().orElse(0);
    }
}
