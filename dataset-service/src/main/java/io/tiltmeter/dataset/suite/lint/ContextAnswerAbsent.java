package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.Answer;
import java.util.function.Consumer;

/** A context without its answer, so that reading it cannot be distinguished from guessing. */
final class ContextAnswerAbsent implements LintCheck {
    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (item.context().isEmpty() || item.contextAnswer().isEmpty()) {
            return;
        }
        Answer answer = Answer.of(item.item().contextAnswer(), item.item().contextAliases());
        if (!answer.isIn(item.context())) {
            found.accept(Finding.error(
                    "context_answer_absent",
                    item,
                    "the context answer \"" + item.item().contextAnswer() + "\" is not in the context",
                    "give the answer as the context writes it, or that spelling as an alias"));
        }
    }
}
