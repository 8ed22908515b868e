package io.tiltmeter.dataset.suite.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A question that is repeated more often than the suite's questions are: more often than the most frequent number of rows a
 * question. Where all have five rows, five are the design; where all have one, two are a slip.
 */
final class RepeatedQuestions implements LintCheck {
    private final Map<String, List<Integer>> rowsOfQuestion = new LinkedHashMap<>();

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        rowsOfQuestion
                .computeIfAbsent(item.question().wordsOnly(), question -> new ArrayList<>())
                .add(item.row());
    }

    @Override
    public void finish(Consumer<Finding> found) {
        Map<Integer, Integer> questionsOfSize = new TreeMap<>();
        rowsOfQuestion.values().forEach(rows -> questionsOfSize.merge(rows.size(), 1, Integer::sum));
        int usual = questionsOfSize.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(1);
        rowsOfQuestion.forEach((question, rows) -> {
            if (rows.size() > usual) {
                found.accept(new Finding(
                        "repeated_question",
                        Severity.WARNING,
                        rows,
                        "\"" + question + "\" is asked in " + rows.size() + " rows, most questions in " + usual,
                        "keep one of them, or reword them"));
            }
        });
    }
}
