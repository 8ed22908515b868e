package io.tiltmeter.results.harness;

import io.tiltmeter.results.harness.HarnessTask.Accuracy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * MMLU before v0.4 of the harness: 57 subjects without a row of their own, which are summed up here as their unweighted
 * mean. A mean over fewer subjects would be another quantity, and is not made.
 */
final class SubjectMean {
    static final String NAME = "hendrycksTest";
    private static final int SUBJECTS = 57;

    private SubjectMean() {}

    static boolean isSubject(String task) {
        return task.startsWith(NAME + "-");
    }

    /** The row that the file lacks; empty if it is there, or a subject is missing. */
    static Optional<HarnessTask> of(List<HarnessTask> tasks) {
        List<HarnessTask> subjects =
                tasks.stream().filter(task -> isSubject(task.name())).toList();
        List<Accuracy> accuracies =
                subjects.stream().flatMap(task -> task.accuracy().stream()).toList();
        if (accuracies.size() != SUBJECTS
                || tasks.stream().anyMatch(task -> task.name().equals(NAME))) {
            return Optional.empty();
        }
        double mean = accuracies.stream().mapToDouble(Accuracy::value).sum() / SUBJECTS;
        Optional<Double> error =
                accuracies.stream().allMatch(each -> each.standardError().isPresent())
                        ? Optional.of(Math.sqrt(accuracies.stream()
                                        .mapToDouble(each ->
                                                Math.pow(each.standardError().orElseThrow(), 2))
                                        .sum())
                                / SUBJECTS)
                        : Optional.empty();
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("acc", mean);
        error.ifPresent(value -> metrics.put("acc_stderr", value));
        return Optional.of(new HarnessTask(
                NAME,
                metrics,
                subjects.get(0).version(),
                subjects.get(0).shots(),
                OptionalInt.empty(),
                false,
                Optional.of(new Accuracy("acc", mean, error))));
    }
}
