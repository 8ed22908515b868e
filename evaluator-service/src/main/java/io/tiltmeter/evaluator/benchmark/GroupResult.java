package io.tiltmeter.evaluator.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A model's results in a group of tasks: each metric weighted by the tasks' sizes.
 *
 * @param alias its name in tables
 * @param children names of the groups or tasks directly in it
 * @param leaves all tasks in it
 * @param metrics that all of them have
 */
public record GroupResult(
        String task, String alias, List<String> children, List<TaskResult> leaves, List<MetricValue> metrics)
        implements HarnessResults.Result {
    /** The harness's version of MMLU's groups. */
    @Override
    public Number version() {
        return 2;
    }

    @Override
    public int shots() {
        return leaves.get(0).shots();
    }

    private static GroupResult of(String task, String alias, List<String> children, List<TaskResult> leaves) {
        List<MetricValue> metrics = new ArrayList<>();
        List<Integer> sizes = leaves.stream().map(TaskResult::effective).toList();
        for (int i = 0; i < leaves.get(0).metrics().size(); i++) {
            int at = i;
            metrics.add(MetricValue.pooled(
                    leaves.get(0).metrics().get(i).metric(),
                    leaves.stream().map(leaf -> leaf.metrics().get(at)).toList(),
                    sizes));
        }
        return new GroupResult(task, alias, children, leaves, metrics);
    }

    /**
     * MMLU whole and its four groups, as far as there are subjects of theirs; none if no result is part of MMLU.
     *
     * @return the whole first, then the groups by name
     */
    public static List<GroupResult> of(List<TaskResult> results) {
        List<TaskResult> subjects = results.stream()
                .filter(result -> result.group().filter(Mmlu.TASK::equals).isPresent())
                .sorted(Comparator.comparing(TaskResult::task))
                .toList();
        if (subjects.isEmpty()) {
            return List.of();
        }
        List<GroupResult> groups = new ArrayList<>();
        List<String> children = new ArrayList<>();
        for (MmluGroup group : MmluGroup.values()) {
            List<TaskResult> leaves = subjects.stream()
                    .filter(subject -> group.holds(subject.task()))
                    .toList();
            if (!leaves.isEmpty()) {
                children.add(group.task());
                groups.add(of(
                        group.task(),
                        group.alias(),
                        leaves.stream().map(TaskResult::task).toList(),
                        leaves));
            }
        }
        subjects.stream()
                .map(TaskResult::task)
                .filter(task ->
                        groups.stream().noneMatch(group -> group.children().contains(task)))
                .forEach(children::add);
        groups.sort(Comparator.comparing(GroupResult::task));
        groups.add(0, of(Mmlu.TASK, Mmlu.TASK, children, subjects));
        return groups;
    }
}
