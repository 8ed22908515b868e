package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.suite.file.SourceRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * MMLU as released: six columns without a header and a letter as the answer, or {@code question, subject, choices,
 * answer} with the answer's position.
 */
record MmluShape() implements SuiteShape {
    private static final List<String> LETTERS = List.of("A", "B", "C", "D");
    private static final List<String> POSITIONS = List.of("0", "1", "2", "3");

    @Override
    public String id() {
        return "mmlu";
    }

    @Override
    public String columns() {
        return "question, choices (or A, B, C, D), answer";
    }

    @Override
    public SuiteKind kind() {
        return SuiteKind.STANDARD;
    }

    @Override
    public boolean fits(SourceRow row) {
        Set<String> columns = row.fields().keySet();
        return columns.contains("question")
                && columns.contains("answer")
                && (columns.contains("choices") || columns.containsAll(LETTERS));
    }

    @Override
    public Set<String> readColumns() {
        return Set.of("id", "question", "subject", "choices", "A", "B", "C", "D", "answer");
    }

    @Override
    public ItemDraft draft(RowFields fields) {
        String question = fields.required("question");
        String key = fields.required("answer");
        List<String> texts = fields.has("choices")
                ? fields.texts("choices")
                : LETTERS.stream().map(fields::required).toList();
        Optional<Choices> choices = fields.faults().isEmpty()
                ? ChoiceReading.read(
                        fields, texts, POSITIONS.contains(key.strip()) ? POSITIONS : LETTERS, key, "answer")
                : Optional.empty();
        List<String> tags = Stream.of(fields.optional("subject"))
                .filter(subject -> !subject.isBlank())
                .map(subject -> "subject:" + subject)
                .toList();
        return ChoiceReading.draft(fields, question, choices, tags);
    }
}
