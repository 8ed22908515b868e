package io.tiltmeter.evaluator.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results as the harness writes them to {@code results_<date>.json}, keys and shape alike, as a tree of maps, lists, texts,
 * numbers and nulls. A standard error that there is no formula for is {@value #NO_ERROR}, as there. Other than the harness
 * we give the standard errors of SQuAD's means.
 */
public final class HarnessResults {
    static final String NO_ERROR = "N/A";

    private HarnessResults() {}

    /**
     * The complete file.
     *
     * @param tasks of all suites that were evaluated
     * @param taskHashes {@link HarnessSample#taskHash} by task, where there are samples
     * @throws IllegalArgumentException if two results are of one task, as those of two arms are
     */
    public static Map<String, Object> of(HarnessRun run, List<TaskResult> tasks, Map<String, String> taskHashes) {
        if (tasks.stream().map(TaskResult::task).distinct().count() != tasks.size()) {
            throw new IllegalArgumentException("two results are of one task: arms and scorers have a file each, of "
                    + tasks.stream().map(TaskResult::task).sorted().toList());
        }
        List<GroupResult> groups = GroupResult.of(tasks);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("results", results(tasks, groups));
        if (!groups.isEmpty()) {
            json.put("groups", groups(groups));
        }
        json.put("group_subtasks", subtasks(tasks, groups));
        Map<String, Object> configs = new TreeMap<>();
        Map<String, Object> samples = new LinkedHashMap<>();
        for (TaskResult task : tasks) {
            configs.put(task.task(), task.definition());
            Map<String, Object> count = new LinkedHashMap<>();
            count.put("original", task.original());
            count.put("effective", task.effective());
            samples.put(task.task(), count);
        }
        Map<String, Object> versions = new TreeMap<>();
        Map<String, Object> shots = new TreeMap<>();
        Map<String, Object> higherIsBetter = new TreeMap<>();
        all(tasks, groups).forEach(result -> {
            versions.put(result.task(), result.version());
            shots.put(result.task(), result.shots());
            higherIsBetter.put(result.task(), higherIsBetter(result.metrics()));
        });
        json.put("configs", configs);
        json.put("versions", versions);
        json.put("n-shot", shots);
        json.put("higher_is_better", higherIsBetter);
        json.put("n-samples", samples);
        json.put("config", run.config());
        json.put("task_hashes", taskHashes);
        json.putAll(run.general());
        return json;
    }

    /** What a task and a group have in common. */
    sealed interface Result permits TaskResult, GroupResult {
        String task();

        String alias();

        Number version();

        /** Solved examples in each prompt. */
        int shots();

        List<MetricValue> metrics();
    }

    private static Stream<Result> all(List<TaskResult> tasks, List<GroupResult> groups) {
        return Stream.concat(tasks.stream(), groups.stream());
    }

    /** Tasks and groups by name, the children of a group right behind it and indented. */
    private static Map<String, Object> results(List<TaskResult> tasks, List<GroupResult> groups) {
        Map<String, Result> byName = all(tasks, groups).collect(Collectors.toMap(Result::task, Function.identity()));
        Map<String, Object> results = new LinkedHashMap<>();
        byName.keySet().stream()
                .filter(name -> !isChild(groups, name))
                .sorted()
                .forEach(name -> add(results, byName.get(name), byName, 0));
        return results;
    }

    private static boolean isChild(List<GroupResult> groups, String name) {
        return groups.stream().anyMatch(group -> group.children().contains(name));
    }

    private static void add(Map<String, Object> results, Result result, Map<String, Result> byName, int depth) {
        results.put(result.task(), scores(result, depth));
        if (result instanceof GroupResult group) {
            group.children().stream().sorted().forEach(child -> add(results, byName.get(child), byName, depth + 1));
        }
    }

    private static Map<String, Object> scores(Result result, int depth) {
        Map<String, Object> scores = new LinkedHashMap<>();
        scores.put("alias", (depth == 0 ? "" : " ".repeat(depth) + "- ") + result.alias());
        for (MetricValue value : result.metrics()) {
            scores.put(value.metric().resultKey(), value.value());
            scores.put(
                    value.metric().errorKey(),
                    value.standardError().<Object>map(error -> error).orElse(NO_ERROR));
        }
        return scores;
    }

    private static Map<String, Object> groups(List<GroupResult> groups) {
        Map<String, Object> json = new LinkedHashMap<>();
        groups.forEach(group -> json.put(group.task(), scores(group, group == groups.get(0) ? 0 : 1)));
        return json;
    }

    private static Map<String, Object> subtasks(List<TaskResult> tasks, List<GroupResult> groups) {
        Map<String, Object> subtasks = new LinkedHashMap<>();
        List<GroupResult> innerFirst = new ArrayList<>(groups);
        innerFirst.sort(Comparator.comparing(group -> group == groups.get(0)));
        innerFirst.forEach(group -> subtasks.put(group.task(), group.children()));
        tasks.stream()
                .map(TaskResult::task)
                .filter(task -> !isChild(groups, task))
                .forEach(task -> subtasks.put(task, List.of()));
        return subtasks;
    }

    private static Map<String, Object> higherIsBetter(List<MetricValue> metrics) {
        Map<String, Object> directions = new LinkedHashMap<>();
        metrics.forEach(value -> directions.put(value.metric().name(), true));
        return directions;
    }
}
