package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ARC as released: {@code question{stem, choices[{text, label}]}} with {@code answerKey}; CSV with {@code AnswerKey} and
 * the choices inside the question, {@code (A) ... (B) ...}; or {@code choices{text[], label[]}}. Labels are letters or
 * numbers from 1; where they are not A, B, C and so on, a tag such as {@code labels:1,2,3,4} keeps them.
 */
final class ArcShape {
    private static final List<String> LETTERS = List.of("A", "B", "C", "D", "E");
    private static final Pattern INLINE_LABEL = Pattern.compile("\\(([A-E1-5])\\)\\s*");

    private ArcShape() {}

    static SuiteShape shape() {
        return new SuiteShape(
                "arc",
                "question, choices, answerKey",
                SuiteKind.STANDARD,
                Set.of("id", "questionID", "question", "choices", "answerKey", "AnswerKey"),
                row -> row.has("question") && (row.has("answerKey") || row.has("AnswerKey")),
                ArcShape::draft);
    }

    private static ItemDraft draft(RowFields fields) {
        String keyColumn = fields.has("answerKey") ? "answerKey" : "AnswerKey";
        String key = fields.required(keyColumn);
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        String question = fields.node("question").filter(JsonNode::isObject).isPresent()
                ? stem(fields, texts, labels)
                : fields.required("question");
        fields.node("choices").ifPresent(choices -> read(fields, choices, texts, labels));
        if (texts.isEmpty()) {
            question = inline(question, texts, labels);
        }
        Optional<Choices> choices =
                fields.faults().isEmpty() ? KeyedChoices.read(fields, texts, labels, key, keyColumn) : Optional.empty();
        List<String> tags = labels.equals(LETTERS.subList(0, Math.min(labels.size(), LETTERS.size())))
                ? List.of()
                : List.of("labels:" + String.join(",", labels));
        ItemDraft draft = new ItemDraft(fields, question).choices(choices).tags(tags);
        String csvId = fields.optional("questionID");
        return csvId.isBlank() ? draft : draft.id(csvId);
    }

    private static String stem(RowFields fields, List<String> texts, List<String> labels) {
        JsonNode question = fields.node("question").orElseThrow();
        read(fields, question.path("choices"), texts, labels);
        String stem = question.path("stem").asText("");
        if (stem.isBlank()) {
            fields.fault("question has no text \"stem\"");
            return "";
        }
        return fields.scalar("question.stem", question.get("stem"));
    }

    private static void read(RowFields fields, JsonNode choices, List<String> texts, List<String> labels) {
        if (choices.isArray()) {
            for (JsonNode choice : choices) {
                texts.add(fields.scalar("choices", choice.path("text")));
                labels.add(label(fields, choice.path("label")));
            }
        } else if (choices.path("text").isArray()
                && choices.path("text").size() == choices.path("label").size()) {
            choices.get("text").forEach(text -> texts.add(fields.scalar("choices", text)));
            choices.get("label").forEach(label -> labels.add(label(fields, label)));
        } else {
            fields.fault("choices is neither a list of {text, label} nor two lists text and label of one length");
        }
    }

    private static String label(RowFields fields, JsonNode label) {
        return fields.scalar("choices", label).toUpperCase(Locale.ROOT);
    }

    private static String inline(String question, List<String> texts, List<String> labels) {
        Matcher label = INLINE_LABEL.matcher(question);
        int stemEnd = -1;
        int from = 0;
        while (label.find()) {
            if (stemEnd < 0) {
                stemEnd = label.start();
            } else {
                texts.add(question.substring(from, label.start()).strip());
            }
            labels.add(label.group(1));
            from = label.end();
        }
        if (stemEnd < 0) {
            return question;
        }
        texts.add(question.substring(from).strip());
        return question.substring(0, stemEnd).strip();
    }
}
