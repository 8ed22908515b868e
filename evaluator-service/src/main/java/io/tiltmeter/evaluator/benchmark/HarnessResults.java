package io.tiltmeter.evaluator.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        Map<String, Object> versions = new TreeMap<>();
        Map<String, Object> shots = new TreeMap<>();
        Map<String, Object> higherIsBetter = new TreeMap<>();
        Map<String, Object> samples = new LinkedHashMap<>();
        for (TaskResult task : tasks) {
            configs.put(task.task(), task.definition());
            versions.put(task.task(), task.version());
            shots.put(task.task(), task.shots());
            higherIsBetter.put(task.task(), higherIsBetter(task.metrics()));
            Map<String, Object> count = new LinkedHashMap<>();
            count.put("original", task.original());
            count.put("effective", task.effective());
            samples.put(task.task(), count);
        }
        for (GroupResult group : groups) {
            versions.put(group.task(), GroupResult.VERSION);
            shots.put(group.task(), group.leaves().get(0).shots());
            higherIsBetter.put(group.task(), higherIsBetter(group.metrics()));
        }
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

    /** Tasks and groups by name, what belongs to a group right behind it and set in. */
    private static Map<String, Object> results(List<TaskResult> tasks, List<GroupResult> groups) {
        Map<String, Object> results = new LinkedHashMap<>();
        List<String> top = Stream.concat(
                        tasks.stream().filter(task -> !isIn(groups, task)).map(TaskResult::task),
                        groups.stream().limit(1).map(GroupResult::task))
                .sorted()
                .toList();
        for (String name : top) {
            if (!groups.isEmpty() && groups.get(0).task().equals(name)) {
                addGroup(results, groups.get(0), tasks, groups, 0);
            } else {
                addTask(results, named(tasks, name), 0);
            }
        }
        return results;
    }

    private static boolean isIn(List<GroupResult> groups, TaskResult task) {
        return groups.stream().anyMatch(group -> group.leaves().contains(task));
    }

    private static TaskResult named(List<TaskResult> tasks, String name) {
        return tasks.stream()
                .filter(task -> task.task().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void addGroup(
            Map<String, Object> results,
            GroupResult group,
            List<TaskResult> tasks,
            List<GroupResult> groups,
            int depth) {
        results.put(group.task(), scores(indented(group.alias(), depth), group.metrics()));
        for (String child : group.children().stream().sorted().toList()) {
            groups.stream()
                    .filter(other -> other.task().equals(child))
                    .findFirst()
                    .ifPresentOrElse(
                            other -> addGroup(results, other, tasks, groups, depth + 1),
                            () -> addTask(results, named(tasks, child), depth + 1));
        }
    }

    private static void addTask(Map<String, Object> results, TaskResult task, int depth) {
        results.put(task.task(), scores(indented(task.alias(), depth), task.metrics()));
    }

    private static String indented(String alias, int depth) {
        return depth == 0 ? alias : " ".repeat(depth) + "- " + alias;
    }

    private static Map<String, Object> scores(String alias, List<MetricValue> metrics) {
        Map<String, Object> scores = new LinkedHashMap<>();
        scores.put("alias", alias);
        for (MetricValue value : metrics) {
            scores.put(value.metric().resultKey(), value.value());
            scores.put(
                    value.metric().errorKey(),
                    value.standardError().<Object>map(error -> error).orElse(NO_ERROR));
        }
        return scores;
    }

    private static Map<String, Object> groups(List<GroupResult> groups) {
        Map<String, Object> json = new LinkedHashMap<>();
        groups.forEach(group -> json.put(
                group.task(), scores(indented(group.alias(), group == groups.get(0) ? 0 : 1), group.metrics())));
        return json;
    }

    private static Map<String, Object> subtasks(List<TaskResult> tasks, List<GroupResult> groups) {
        Map<String, Object> subtasks = new LinkedHashMap<>();
        List<GroupResult> innerFirst = new ArrayList<>(groups);
        innerFirst.sort(Comparator.comparing(group -> group == groups.get(0)));
        innerFirst.forEach(group -> subtasks.put(group.task(), group.children()));
        tasks.stream().filter(task -> !isIn(groups, task)).forEach(task -> subtasks.put(task.task(), List.of()));
        return subtasks;
    }

    private static Map<String, Object> higherIsBetter(List<MetricValue> metrics) {
        Map<String, Object> directions = new LinkedHashMap<>();
        metrics.forEach(value -> directions.put(value.metric().name(), true));
        return directions;
    }
}
