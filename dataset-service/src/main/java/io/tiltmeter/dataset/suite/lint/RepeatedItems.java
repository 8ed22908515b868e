package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Rows whose context, question and answers are those of an earlier row, letter by letter: they count twice. */
final class RepeatedItems implements LintCheck {
    private final Map<List<Object>, Integer> firstRows = new HashMap<>();

    /** Equal for duplicates. */
    static List<Object> texts(SuiteItem item) {
        return List.of(item.context(), item.question(), item.contextAnswer(), item.memoryAnswer(), item.choices());
    }

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        Integer first = firstRows.putIfAbsent(texts(item.item()), item.row());
        if (first != null) {
            found.accept(new Finding(
                    "exact_duplicate",
                    Severity.ERROR,
                    List.of(first, item.row()),
                    "row " + item.row() + " repeats row " + first,
                    "fix removes the later row"));
        }
    }
}
