package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.Answer;
import java.util.List;
import java.util.function.Consumer;

/** A context that does not hold its answer, so that reading it cannot be told from guessing. */
final class ContextAnswerAbsent implements LintCheck {
    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (item.context().isEmpty() || item.contextAnswer().isEmpty()) {
            return;
        }
        Answer answer = Answer.of(item.item().contextAnswer(), item.item().contextAliases());
        if (!answer.isIn(item.context())) {
            found.accept(new Finding(
                    "context_answer_absent",
                    Severity.ERROR,
                    List.of(item.row()),
                    "the context answer \"" + item.item().contextAnswer() + "\" does not stand in the context",
                    "give the answer as the context writes it, or that spelling as an alias"));
        }
    }
}
