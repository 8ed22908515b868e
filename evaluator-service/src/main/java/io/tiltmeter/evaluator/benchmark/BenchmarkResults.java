package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Outcomes of a benchmark's items, put together by task. */
public final class BenchmarkResults {
    private BenchmarkResults() {}

    /**
     * One result a task, in the suite's order; those of items that were not evaluated are left out.
     *
     * @param outcomes of some or all of the suite's items, as {@link BenchmarkTask#outcome} gives them
     * @throws IllegalArgumentException if one belongs to no item
     */
    public static List<TaskResult> of(BenchmarkTask task, List<ItemOutcome> outcomes) {
        Map<String, ItemOutcome> byItem = outcomes.stream()
                .collect(Collectors.toMap(ItemOutcome::itemId, Function.identity(), (first, again) -> first));
        Map<String, Integer> original = new LinkedHashMap<>();
        Map<String, List<SuiteItem>> evaluated = new LinkedHashMap<>();
        for (SuiteItem item : task.items()) {
            String name = task.benchmark().taskOf(item);
            original.merge(name, 1, Integer::sum);
            if (byItem.containsKey(item.id())) {
                evaluated.computeIfAbsent(name, any -> new ArrayList<>()).add(item);
            }
        }
        long known = evaluated.values().stream().mapToLong(List::size).sum();
        if (known != byItem.size()) {
            throw new IllegalArgumentException(byItem.size() - known + " outcomes belong to none of the suite's "
                    + task.items().size() + " items");
        }
        List<TaskResult> results = new ArrayList<>();
        evaluated.forEach((name, items) -> results.add(result(
                task,
                items,
                original.get(name),
                items.stream().map(item -> byItem.get(item.id())).toList())));
        return results;
    }

    private static TaskResult result(
            BenchmarkTask task, List<SuiteItem> items, int original, List<ItemOutcome> outcomes) {
        Benchmark benchmark = task.benchmark();
        SuiteItem any = items.get(0);
        List<MetricValue> metrics = new ArrayList<>();
        for (BenchmarkMetric metric : benchmark.metrics()) {
            List<Double> values = outcomes.stream()
                    .map(outcome -> outcome.metrics().get(metric.itemKey()))
                    .toList();
            metrics.add(MetricValue.mean(metric, values, benchmark instanceof Squad ? SquadTotals.PERCENT : 1));
        }
        if (benchmark instanceof Squad squad && squad.release() == Squad.Release.V2) {
            metrics.addAll(new SquadTotals(items, outcomes).beyondMeans());
        }
        Map<String, Object> definition = new LinkedHashMap<>(benchmark.definition(any));
        definition.put("num_fewshot", task.shotCount());
        definition.put("metadata", Map.of("version", benchmark.version()));
        return new TaskResult(
                benchmark.taskOf(any),
                benchmark.aliasOf(any),
                benchmark.taskOf(any).equals(benchmark.task()) ? Optional.empty() : Optional.of(benchmark.task()),
                benchmark.version(),
                task.shotCount(),
                original,
                items.size(),
                metrics,
                definition);
    }
}
