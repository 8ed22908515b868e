package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Rows that are in another suite too: unchanged, or with their question only. One finding for each kind. */
final class SuiteOverlap implements LintCheck {
    private final String name;
    private final Set<List<Object>> items = new HashSet<>();
    private final Set<String> questions = new HashSet<>();
    private final List<Integer> sameItems = new ArrayList<>();
    private final List<Integer> sameQuestions = new ArrayList<>();
    private int rows;

    SuiteOverlap(OtherSuite other) {
        this.name = other.name();
        for (SuiteItem item : other.items()) {
            items.add(RepeatedItems.texts(item));
            questions.add(NormalisedText.of(item.question()).wordsOnly());
        }
    }

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        rows++;
        if (items.contains(RepeatedItems.texts(item.item()))) {
            sameItems.add(item.row());
        } else if (questions.contains(item.question().wordsOnly())) {
            sameQuestions.add(item.row());
        }
    }

    @Override
    public void finish(Consumer<Finding> found) {
        report("overlap_items", Severity.ERROR, sameItems, " are word for word in ", found);
        report("overlap_questions", Severity.WARNING, sameQuestions, " have a question, but not the rest, of ", found);
    }

    private void report(
            String check, Severity severity, List<Integer> which, String relation, Consumer<Finding> found) {
        if (!which.isEmpty()) {
            found.accept(new Finding(
                    check,
                    severity,
                    which,
                    which.size() + " of " + rows + " rows" + relation + name,
                    "report the suites as one, or score these rows in one of them only"));
        }
    }
}
