package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.file.TextCheck;
import io.tiltmeter.dataset.file.UnfitRow;
import java.util.List;

/**
 * Questions of SQuAD: the passage is the context and the first answer is the output. Version 2's questions without an answer
 * are rejected: the data does not say what a model should answer.
 */
final class SquadRows {
    private SquadRows() {}

    /** A question with its passage. */
    static void row(JsonNode row, ImportedRows rows) throws UnfitRow {
        question(row, Texts.required(row, "context"), rows);
    }

    /** Every question of every paragraph is a row; a rejected one does not affect the others. */
    static void article(JsonNode article, ImportedRows rows) throws UnfitRow {
        JsonNode paragraphs = article.path("paragraphs");
        if (!paragraphs.isArray()) {
            throw new UnfitRow("paragraphs is not a list but " + TextCheck.type(paragraphs));
        }
        for (int p = 0; p < paragraphs.size(); p++) {
            JsonNode questions = paragraphs.get(p).path("qas");
            if (!questions.isArray()) {
                rows.unfit("paragraphs[" + p + "].qas is not a list but " + TextCheck.type(questions));
            }
            for (int q = 0; q < questions.size(); q++) {
                try {
                    question(questions.get(q), Texts.required(paragraphs.get(p), "context"), rows);
                } catch (UnfitRow e) {
                    rows.unfit("paragraphs[" + p + "].qas[" + q + "]: " + e.getMessage());
                }
            }
        }
    }

    private static void question(JsonNode row, String context, ImportedRows rows) throws UnfitRow {
        rows.row(
                Texts.id(row, "id"),
                "",
                ContextLocation.FIELD,
                context,
                List.of(new Turn(Role.USER, Texts.required(row, "question")), new Turn(Role.ASSISTANT, answer(row))));
    }

    private static String answer(JsonNode row) throws UnfitRow {
        JsonNode answers = row.path("answers");
        JsonNode texts = answers.path("text");
        boolean isImpossible = row.path("is_impossible").asBoolean();
        if (isImpossible || (answers.isArray() ? answers : texts).isEmpty()) {
            throw new UnfitRow("the question has no answer (SQuAD v2): there is nothing to learn");
        }
        if (answers.isArray()) {
            return Texts.required(answers.get(0), "text");
        }
        JsonNode first = texts.get(0);
        if (!first.isTextual() || TextCheck.isBlank(first.textValue())) {
            throw new UnfitRow("answers.text[0] is not a text, or blank");
        }
        return TextCheck.checked("answers.text[0]", first.textValue());
    }
}
