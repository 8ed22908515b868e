package io.tiltmeter.results.harness;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.results.harness.HarnessTask.Accuracy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of a task's numbers represents it in a chart: the one by which its benchmark is usually reported. */
final class MainMetric {
    private static final List<String> USUAL = List.of("acc", "acc_norm", "exact_match", "exact", "em", "f1");

    /** What SQuAD's own script counts in percent, and the harness with it. */
    private static final Set<String> SQUAD_PERCENT = Set.of("exact", "exact_match", "em", "f1");

    private MainMetric() {}

    /**
     * The accuracy of a task.
     *
     * @param path of the task in the file
     * @param faults gets what is wrong with it
     */
    static Optional<Accuracy> of(String task, Map<String, Double> metrics, String path, List<Fault> faults) {
        for (String name : names(task)) {
            Optional<String> key = key(name, metrics);
            if (key.isPresent()) {
                return accuracy(task, name, key.get(), metrics, path, faults);
            }
        }
        return Optional.empty();
    }

    private static List<String> names(String task) {
        if (task.startsWith("arc_challenge")) {
            return List.of("acc_norm", "acc");
        }
        if (task.startsWith("gsm8k")) {
            return List.of("exact_match", "acc");
        }
        return task.startsWith("squad") ? List.of("f1", "exact", "em") : USUAL;
    }

    /** The metric under the filter that the benchmark is reported by; strict before any other, none before the rest. */
    private static Optional<String> key(String name, Map<String, Double> metrics) {
        for (String key : List.of(name + ",strict-match", name + ",none", name)) {
            if (metrics.containsKey(key)) {
                return Optional.of(key);
            }
        }
        return metrics.keySet().stream()
                .filter(key -> key.startsWith(name + ","))
                .findFirst();
    }

    private static Optional<Accuracy> accuracy(
            String task, String name, String key, Map<String, Double> metrics, String path, List<Fault> faults) {
        double whole = task.startsWith("squad") && SQUAD_PERCENT.contains(name) ? 100 : 1;
        double value = metrics.get(key) / whole;
        String errorKey = name + "_stderr" + key.substring(name.length());
        Optional<Double> error = Optional.ofNullable(metrics.get(errorKey)).map(found -> found / whole);
        int before = faults.size();
        if (!(value >= 0 && value <= 1)) {
            faults.add(new Fault(
                    path + "." + key,
                    Double.toString(metrics.get(key)),
                    "is outside [0, " + (int) whole + "], where an accuracy lies",
                    "send the file as the harness wrote it"));
        }
        if (error.isPresent() && !(error.get() >= 0 && error.get() <= 1)) {
            faults.add(new Fault(
                    path + "." + errorKey,
                    Double.toString(metrics.get(errorKey)),
                    "is outside [0, " + (int) whole + "], where the standard error of an accuracy lies",
                    "send the file as the harness wrote it"));
        }
        return faults.size() > before ? Optional.empty() : Optional.of(new Accuracy(key, value, error));
    }
}
