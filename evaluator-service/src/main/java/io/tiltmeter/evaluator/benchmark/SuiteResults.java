package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Suites that are no benchmark of the harness in its shape: what a scorer found, as accuracies of a task. Standard errors are
 * those of items drawn one by one, as all of the harness's; items of one cluster are alike, so curves resample clusters.
 */
public final class SuiteResults {
    private static final BenchmarkMetric COUNTERFACTUAL = BenchmarkMetric.of("counterfactual_accuracy");
    private static final BenchmarkMetric PARAMETRIC = BenchmarkMetric.of("parametric_accuracy");
    private static final BenchmarkMetric ACC = BenchmarkMetric.of("acc");

    private SuiteResults() {}

    /**
     * The accuracies of a suite: counterfactual and parametric of a knowledge conflict, {@code acc} of a standard one.
     *
     * @param task such as {@code cf_world_facts}
     * @param scorerVersion the task's version, since it decides what counts
     * @param original items of the suite
     * @param outcomes of those that were evaluated, by one scorer
     */
    public static TaskResult of(
            String task, SuiteKind kind, int scorerVersion, int original, List<ItemOutcome> outcomes) {
        List<MetricValue> metrics = kind == SuiteKind.KNOWLEDGE_CONFLICT
                ? List.of(
                        value(COUNTERFACTUAL, outcomes, ItemOutcome::contextShare),
                        value(PARAMETRIC, outcomes, ItemOutcome::memoryShare))
                : List.of(value(ACC, outcomes, ItemOutcome::correctShare));
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("task", task);
        definition.put("output_type", "generate_until");
        definition.put("num_fewshot", 0);
        definition.put(
                "repeats", outcomes.isEmpty() ? 1 : outcomes.get(0).answers().size());
        definition.put("metadata", Map.of("version", scorerVersion));
        return new TaskResult(
                task, task, Optional.empty(), scorerVersion, 0, original, outcomes.size(), metrics, definition);
    }

    private static MetricValue value(
            BenchmarkMetric metric, List<ItemOutcome> outcomes, ToDoubleFunction<ItemOutcome> share) {
        return MetricValue.mean(
                metric, outcomes.stream().map(share::applyAsDouble).toList(), 1);
    }

    /**
     * One item's line. Its {@code doc} holds what the suite says, its target the context answer, or else the memory answer.
     *
     * @param docId the item's position in the suite, from 0
     * @param prompt what the model was given; blank if it is not known any more
     * @param arguments how answers were generated
     */
    public static HarnessSample sample(
            String task,
            SuiteKind kind,
            int docId,
            SuiteItem item,
            String prompt,
            Map<String, Object> arguments,
            ItemOutcome outcome) {
        List<String> texts =
                outcome.answers().stream().map(JudgedAnswer::generated).toList();
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (kind == SuiteKind.KNOWLEDGE_CONFLICT) {
            metrics.put(COUNTERFACTUAL.name(), outcome.contextShare());
            metrics.put(PARAMETRIC.name(), outcome.memoryShare());
        } else {
            metrics.put(ACC.name(), outcome.correctShare());
        }
        return new HarnessSample(
                task,
                docId,
                document(item),
                item.contextAnswer().isBlank() ? item.memoryAnswer() : item.contextAnswer(),
                List.of(List.of(prompt, arguments)),
                List.of(List.copyOf(texts)),
                texts.size() == 1 ? List.copyOf(texts) : List.of(texts),
                BenchmarkMetric.NO_FILTER,
                metrics,
                prompt,
                List.of());
    }

    private static Map<String, Object> document(SuiteItem item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", item.id());
        document.put("cluster_id", item.clusterId());
        document.put("context", item.context());
        document.put("question", item.question());
        document.put("context_answer", item.contextAnswer());
        document.put("memory_answer", item.memoryAnswer());
        document.put("context_aliases", item.contextAliases());
        document.put("memory_aliases", item.memoryAliases());
        document.put("tags", item.tags());
        return document;
    }
}
