package io.tiltmeter.dataset.suite.lint;

import java.util.function.Consumer;

/** An answer, or a part of the memory answer, in the question: repeating the question is then an answer. */
final class AnswerInQuestion implements LintCheck {
    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (item.item().choices().isPresent() || item.item().solution().isPresent()) {
            return; // options repeat words of the question, and the result of a sum may be one of its numbers
        }
        if (item.question().contains(item.contextAnswer())) {
            found.accept(finding(
                    "context_answer_in_question",
                    item,
                    "the context answer \"" + item.item().contextAnswer()));
        }
        if (item.question().contains(item.memoryAnswer())) {
            found.accept(finding(
                    "memory_answer_in_question",
                    item,
                    "the memory answer \"" + item.item().memoryAnswer()));
        } else if (AnswersOverlap.holdsLetters(item.question(), item.memoryAnswer())) {
            found.accept(finding(
                    "memory_answer_in_question_word",
                    item,
                    "the memory answer \"" + item.item().memoryAnswer()));
        } else if (item.item().isConflict()) {
            NameParts.of(item.memoryAnswer()).stream()
                    .filter(part -> NameParts.appearsAsName(part, item.question()))
                    .findFirst()
                    .ifPresent(part -> found.accept(
                            finding("memory_part_in_question", item, "a part of the memory answer \"" + part)));
        }
    }

    private static Finding finding(String check, ReadItem item, String what) {
        return Finding.warning(
                check,
                item,
                what + "\" is in the question \"" + item.item().question() + "\"",
                "ask without it, or evaluate these rows separately: a generation that repeats the question matches");
    }
}
