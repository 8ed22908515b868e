package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * MMLU as released: six columns without a header and a letter as the answer, or {@code question, subject, choices,
 * answer} with the answer's position or letter. There are always four choices.
 */
final class MmluShape {
    private static final List<String> LETTERS = List.of("A", "B", "C", "D");
    private static final List<String> POSITIONS = List.of("0", "1", "2", "3");

    private MmluShape() {}

    static SuiteShape shape() {
        return new SuiteShape(
                "mmlu",
                "question, choices (or A, B, C, D), answer",
                SuiteKind.STANDARD,
                Set.of("id", "question", "subject", "choices", "A", "B", "C", "D", "answer"),
                row -> SuiteShape.hasAll(row, "question", "answer")
                        && (row.has("choices") || SuiteShape.hasAll(row, "A", "B", "C", "D")),
                MmluShape::draft);
    }

    private static ItemDraft draft(RowFields fields) {
        String question = fields.required("question");
        String key = fields.required("answer");
        List<String> texts = fields.has("choices")
                ? fields.texts("choices")
                : LETTERS.stream().map(fields::required).toList();
        if (texts.size() != LETTERS.size()) {
            fields.fault("choices has " + texts.size() + " texts, and MMLU has four: other questions are imported with"
                    + " ARC's columns, question, choices (text and label) and answerKey");
        }
        Optional<Choices> choices = fields.faults().isEmpty()
                ? KeyedChoices.read(fields, texts, POSITIONS.contains(key.strip()) ? POSITIONS : LETTERS, key, "answer")
                : Optional.empty();
        List<String> tags = Stream.of(fields.optional("subject"))
                .filter(subject -> !subject.isBlank())
                .map(subject -> "subject:" + subject)
                .toList();
        return new ItemDraft(fields, question).choices(choices).tags(tags);
    }
}
