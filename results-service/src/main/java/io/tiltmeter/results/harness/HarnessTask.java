package io.tiltmeter.results.harness;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * One task's numbers in a results file.
 *
 * @param name of the task, as the harness spells it
 * @param metrics every number by the file's own key, standard errors too: {@code acc,none} or, before v0.4, {@code acc}
 * @param version of the task; blank if the file does not say
 * @param shots solved examples in front of each item
 * @param items how many items were scored
 * @param part whether it is a part of another task of the file, such as a subject of mmlu
 * @param accuracy its main metric; empty if it has none that is a share of right answers
 */
public record HarnessTask(
        String name,
        SortedMap<String, Double> metrics,
        String version,
        OptionalInt shots,
        OptionalInt items,
        boolean part,
        Optional<Accuracy> accuracy) {

    /**
     * A share of right answers.
     *
     * @param metric its key in the file
     * @param value in [0, 1]
     * @param standardError in [0, 1], if the file has one
     */
    public record Accuracy(String metric, double value, Optional<Double> standardError) {}

    /** The same as a part of another task. */
    HarnessTask asPart() {
        return new HarnessTask(name, metrics, version, shots, items, true, accuracy);
    }
}
