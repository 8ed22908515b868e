package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import java.util.List;

/**
 * One question of SQuAD: the passage is the context and the first answer is learnt. Version 2's questions without an
 * answer are unfit: the data does not say what a model should write there.
 */
final class SquadRows implements SourceShape.Mapping {
    @Override
    public void map(JsonNode row, RowCollector rows) throws UnfitRow {
        question(row, Texts.required(row, "context"), rows);
    }

    static void question(JsonNode row, String context, RowCollector rows) throws UnfitRow {
        rows.row(
                Texts.id(row, "id"),
                "",
                ContextPlace.FIELD,
                context,
                List.of(new Turn(Role.USER, Texts.required(row, "question")), new Turn(Role.ASSISTANT, answer(row))));
    }

    private static String answer(JsonNode row) throws UnfitRow {
        JsonNode answers = row.path("answers");
        JsonNode texts = answers.path("text");
        boolean impossible = row.path("is_impossible").asBoolean();
        if (impossible || (answers.isArray() ? answers : texts).isEmpty()) {
            throw new UnfitRow("the question has no answer (SQuAD v2): there is nothing to learn");
        }
        if (!answers.isArray()) {
            JsonNode first = texts.get(0);
            if (!first.isTextual() || first.textValue().isBlank()) {
                throw new UnfitRow("answers.text[0] is not a text, or blank");
            }
            return Texts.checked("answers.text[0]", first.textValue());
        }
        return Texts.required(answers.get(0), "text");
    }
}
