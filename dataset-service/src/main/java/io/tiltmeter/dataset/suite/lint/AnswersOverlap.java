package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import java.util.function.Consumer;

/**
 * One answer inside the other. As words ("New Cairo", "Cairo"), a text that holds the longer counts for both; as letters
 * only ("Hulhumal\u00e9", "Mal\u00e9"), it does so for scorers that do not look at word boundaries.
 */
final class AnswersOverlap implements LintCheck {
    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (!item.item().isConflict()) {
            return;
        }
        boolean contextHoldsMemory = item.contextAnswer().contains(item.memoryAnswer());
        boolean memoryHoldsContext = item.memoryAnswer().contains(item.contextAnswer());
        if (contextHoldsMemory || memoryHoldsContext) {
            String relation = contextHoldsMemory && memoryHoldsContext
                    ? " is the memory answer too: "
                    : contextHoldsMemory ? " holds the memory answer " : " is in the memory answer ";
            found.accept(Finding.error(
                    "answer_in_answer",
                    item,
                    "the context answer \"" + item.item().contextAnswer() + "\"" + relation + "\""
                            + item.item().memoryAnswer() + "\"",
                    "choose another context answer, or leave the row out of the parametric accuracy"));
        } else if (holdsLetters(item.contextAnswer(), item.memoryAnswer())
                || holdsLetters(item.memoryAnswer(), item.contextAnswer())) {
            found.accept(Finding.warning(
                    "answer_in_answer_word",
                    item,
                    "of \"" + item.item().contextAnswer() + "\" and \""
                            + item.item().memoryAnswer() + "\", one is within a word of the other",
                    "score it on word boundaries, as the contains scorer here does"));
        }
    }

    /** Whether one text is in the other, even within a word. */
    static boolean holdsLetters(NormalisedText text, NormalisedText part) {
        return !part.isEmpty() && text.text().contains(part.asAnswer());
    }
}
