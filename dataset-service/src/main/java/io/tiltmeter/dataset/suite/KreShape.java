package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * KRE (Ying et al. 2023, "Intuitive or Dependent?"): multiple-choice questions with a passage that supports a wrong choice. The
 * choices are listed under the question; each answer's alias is its letter. There are 2 to 26 of them. As released,
 * {@code answer} is a letter, {@code negative_answer} a text and {@code candidate} the letter of that text, which decides
 * where a text is listed twice.
 */
final class KreShape {
    private static final int MAX_CHOICES = 26;

    private static final String CANDIDATE = "candidate";

    private KreShape() {}

    static SuiteShape shape() {
        return new SuiteShape(
                "kre",
                "question, choices, answer, negative_context, negative_answer",
                SuiteKind.KNOWLEDGE_CONFLICT,
                Set.of("id", "question", "choices", "answer", "negative_context", "negative_answer", CANDIDATE),
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
        int wrong = wrong(fields, texts);
        if (fields.faults().isEmpty()
                && texts.get(right).strip().equals(texts.get(wrong).strip())) {
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

    /** The choice that the passage supports. */
    private static int wrong(RowFields fields, List<String> texts) {
        int named = choice(fields, "negative_answer", texts);
        if (!fields.has(CANDIDATE)) {
            return named;
        }
        int lettered = choice(fields, CANDIDATE, texts);
        if (fields.faults().isEmpty()
                && !texts.get(named).strip().equals(texts.get(lettered).strip())) {
            fields.fault("negative_answer is the choice " + letter(named) + ", and candidate says " + letter(lettered));
        }
        return lettered;
    }

    /** Its position, given as a letter, the text itself, or a number from 0 that is none of the texts; 0 after a fault. */
    private static int choice(RowFields fields, String column, List<String> texts) {
        String key = fields.requiredAnswer(column).strip();
        List<Predicate<Integer>> ways = List.of(
                i -> key.equalsIgnoreCase(letter(i)),
                i -> key.equals(texts.get(i).strip()),
                i -> key.equals(Integer.toString(i)));
        for (Predicate<Integer> isMeant : ways) {
            for (int i = 0; i < texts.size() && i < MAX_CHOICES; i++) {
                if (isMeant.test(i)) {
                    return i;
                }
            }
        }
        if (fields.faults().isEmpty()) {
            fields.fault(column + " \"" + key + "\" is none of the " + texts.size()
                    + " choices, by letter, text or position");
        }
        return 0;
    }

    private static String letter(int position) {
        return String.valueOf((char) ('A' + position));
    }
}
