package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The whole memory answer in the context, literally, or as an alias or one name of a list: copying can then be memory. */
final class MemoryAnswerInContext implements LintCheck {
    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (item.context().isEmpty() || !item.item().isConflict()) {
            return;
        }
        String answer = item.item().memoryAnswer();
        if (item.context().contains(item.memoryAnswer())) {
            found.accept(finding("memory_answer_in_context", item, "the memory answer \"" + answer + "\""));
            return;
        }
        Optional<String> other = Stream.concat(
                        item.item().memoryAliases().stream(), AnswerNames.of(answer).names().stream())
                .filter(name -> item.context().contains(NormalisedText.of(name)))
                .findFirst();
        other.ifPresent(name -> found.accept(finding(
                "memory_alias_in_context", item, "\"" + name + "\", a name of the memory answer \"" + answer + "\",")));
    }

    private static Finding finding(String check, ReadItem item, String what) {
        return Finding.warning(
                check,
                item,
                what + " is in the context",
                "read counterfactual and parametric accuracy together; for a clean row write the context without it");
    }
}
