package io.tiltmeter.evaluator.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's results in one task.
 *
 * @param alias its name in tables
 * @param group the group of tasks that it was run as a part of, such as {@code mmlu}
 * @param shots solved examples in each prompt
 * @param original items that there are
 * @param effective items that were evaluated, at least one
 * @param definition how the task works, by the keys of the harness's task configuration
 */
public record TaskResult(
        String task,
        String alias,
        Optional<String> group,
        Number version,
        int shots,
        int original,
        int effective,
        List<MetricValue> metrics,
        Map<String, Object> definition)
        implements HarnessResults.Result {
    public TaskResult {
        metrics = List.copyOf(metrics);
        if (effective < 1 || effective > original || metrics.isEmpty()) {
            throw new IllegalArgumentException("task " + task + " has " + effective + " of " + original + " items and "
                    + metrics.size() + " metrics");
        }
    }

    /** The same, its definition saying more under {@code metadata}: the suite and its hash, the arm, the scorer. */
    public TaskResult withMetadata(Map<String, Object> more) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (definition.get("metadata") instanceof Map<?, ?> before) {
            before.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        metadata.putAll(more);
        Map<String, Object> whole = new LinkedHashMap<>(definition);
        whole.put("metadata", metadata);
        return new TaskResult(task, alias, group, version, shots, original, effective, metrics, whole);
    }
}
