package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every task configuration of the harness says alike. */
final class TaskDefinition {
    private TaskDefinition() {}

    /** The part that follows from the benchmark's other methods, to be added to. */
    static Map<String, Object> of(Benchmark benchmark, SuiteItem item, String outputType) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("task", benchmark.taskOf(item));
        if (!benchmark.aliasOf(item).equals(benchmark.taskOf(item))) {
            definition.put("task_alias", benchmark.aliasOf(item));
        }
        definition.put("output_type", outputType);
        definition.put("description", benchmark.description(item));
        definition.put("target_delimiter", Benchmark.TARGET_DELIMITER);
        definition.put("fewshot_delimiter", Benchmark.SHOT_DELIMITER);
        benchmark.generation().ifPresent(rule -> definition.put("generation_kwargs", rule.arguments()));
        definition.put("repeats", 1);
        definition.put("metric_list", metricList(benchmark));
        if (!filters(benchmark).equals(Set.of(BenchmarkMetric.NO_FILTER))) {
            definition.put(
                    "filter_list",
                    filters(benchmark).stream()
                            .map(filter -> Map.of("name", filter))
                            .toList());
        }
        return definition;
    }

    /** Names of a benchmark's filters, in order. */
    static Set<String> filters(Benchmark benchmark) {
        Set<String> filters = new LinkedHashSet<>();
        benchmark.metrics().forEach(metric -> filters.add(metric.filter()));
        return filters;
    }

    private static List<Map<String, Object>> metricList(Benchmark benchmark) {
        Set<String> names = new LinkedHashSet<>();
        benchmark.metrics().forEach(metric -> names.add(metric.name()));
        List<Map<String, Object>> metrics = new ArrayList<>();
        for (String name : names) {
            Map<String, Object> metric = new LinkedHashMap<>();
            metric.put("metric", name);
            metric.put("aggregation", "mean");
            metric.put("higher_is_better", true);
            metrics.add(metric);
        }
        return metrics;
    }
}
