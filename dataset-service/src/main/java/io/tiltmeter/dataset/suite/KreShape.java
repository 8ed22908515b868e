package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * KRE (Ying et al. 2023, "Intuitive or Dependent?"): multiple-choice questions with a passage that supports a wrong choice. The
 * choices are listed under the question; each answer's alias is its letter. There are 2 to 26 of them.
 */
final class KreShape {
    private static final int MAX_CHOICES = 26;

    private KreShape() {}

    static SuiteShape shape() {
        return new SuiteShape(
                "kre",
                "question, choices, answer, negative_context, negative_answer",
                SuiteKind.KNOWLEDGE_CONFLICT,
                Set.of("id", "question", "choices", "answer", "negative_context", "negative_answer"),
                row -> SuiteShape.hasAll(row, "question", "choices", "answer", "negative_context", "negative_answer"),
                KreShape::draft);
    }

    private static ItemDraft draft(RowFields fields) {
        String question = fields.required("question");
        String context = fields.requiredContext("negative_context");
        List<String> texts = fields.texts("choices");
        if (fields.faults().isEmpty() && (texts.size() < 2 || texts.size() > MAX_CHOICES)) {
            fields.fault("choices has " + texts.size() + " texts, and 2 to " + MAX_CHOICES + " are allowed");
        }
        int right = choice(fields, "answer", texts);
        int wrong = choice(fields, "negative_answer", texts);
        if (fields.faults().isEmpty() && right == wrong) {
            fields.fault("answer and negative_answer are the same choice, " + letter(right));
        }
        boolean isWhole = fields.faults().isEmpty();
        String options = IntStream.range(0, texts.size())
                .mapToObj(i -> letter(i) + ". " + texts.get(i))
                .collect(Collectors.joining("\n"));
        return new ItemDraft(fields, isWhole ? question + "\n" + options : question)
                .context(context)
                .contextAnswer(isWhole ? texts.get(wrong) : "", isWhole ? List.of(letter(wrong)) : List.of())
                .memoryAnswer(isWhole ? texts.get(right) : "", isWhole ? List.of(letter(right)) : List.of());
    }

    /** Its position, given as a letter, a number from 0, or the text itself; 0 after a fault. */
    private static int choice(RowFields fields, String column, List<String> texts) {
        String key = fields.requiredAnswer(column).strip();
        for (int i = 0; i < texts.size() && i < MAX_CHOICES; i++) {
            if (key.equalsIgnoreCase(letter(i))
                    || key.equals(Integer.toString(i))
                    || key.equals(texts.get(i).strip())) {
                return i;
            }
        }
        if (fields.faults().isEmpty()) {
            fields.fault(column + " \"" + key + "\" is none of the " + texts.size()
                    + " choices, by letter, position or text");
        }
        return 0;
    }

    private static String letter(int position) {
        return String.valueOf((char) ('A' + position));
    }
}
