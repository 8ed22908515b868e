package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * MMLU as released: six columns without a header and a letter as the answer, or {@code question, subject, choices,
 * answer} with the answer's position or letter. There are always four choices.
 */
final class MmluShape {
    /** The column of an item's subject, which a file of one subject may lack. */
    static final String SUBJECT = "subject";

    private static final List<String> LETTERS = List.of("A", "B", "C", "D");
    private static final List<String> POSITIONS = List.of("0", "1", "2", "3");

    /** What the columns of the four choices are called, where each has its own. */
    private static final List<List<String>> CHOICE_COLUMNS = List.of(
            LETTERS,
            List.of("choice0", "choice1", "choice2", "choice3"),
            List.of("choice_0", "choice_1", "choice_2", "choice_3"),
            List.of("choice_a", "choice_b", "choice_c", "choice_d"),
            List.of("option_a", "option_b", "option_c", "option_d"));

    private static final Set<String> READ = Stream.concat(
                    Stream.of("id", "question", SUBJECT, "choices", "answer"),
                    CHOICE_COLUMNS.stream().flatMap(List::stream))
            .collect(Collectors.toSet());

    private MmluShape() {}

    private static Optional<List<String>> columns(Predicate<String> has) {
        return CHOICE_COLUMNS.stream()
                .filter(columns -> columns.stream().allMatch(has))
                .findFirst();
    }

    static SuiteShape shape() {
        return new SuiteShape(
                "mmlu",
                "question, choices (or A, B, C, D; or choice0 to choice3), answer",
                SuiteKind.STANDARD,
                READ,
                row -> SuiteShape.hasAll(row, "question", "answer")
                        && (row.has("choices") || columns(row::has).isPresent()),
                MmluShape::draft);
    }

    private static ItemDraft draft(RowFields fields) {
        String question = fields.required("question");
        String key = fields.required("answer");
        List<String> texts = fields.has("choices")
                ? fields.texts("choices")
                : columns(fields::has).orElse(LETTERS).stream()
                        .map(fields::required)
                        .toList();
        if (texts.size() != LETTERS.size()) {
            fields.fault("choices has " + texts.size() + " texts, and MMLU has four: other questions are imported with"
                    + " ARC's columns, question, choices (text and label) and answerKey");
        }
        Optional<Choices> choices = fields.faults().isEmpty()
                ? KeyedChoices.read(fields, texts, POSITIONS.contains(key.strip()) ? POSITIONS : LETTERS, key, "answer")
                : Optional.empty();
        List<String> tags = Stream.of(fields.optional(SUBJECT))
                .filter(subject -> !subject.isBlank())
                .map(subject -> "subject:" + subject)
                .toList();
        return new ItemDraft(fields, question).choices(choices).tags(tags);
    }
}
