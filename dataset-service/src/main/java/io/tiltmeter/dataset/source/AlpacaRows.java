package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import java.util.List;

/** {@code instruction, input, output}, as Stanford Alpaca was released. A blank input is none. */
final class AlpacaRows implements SourceShape.Mapping {
    @Override
    public void map(JsonNode row, RowCollector rows) throws UnfitRow {
        String context = Texts.optional(row, "input");
        rows.row(
                Texts.id(row, "id"),
                Texts.optional(row, "system"),
                ContextPlace.FIELD,
                context.isBlank() ? "" : context,
                List.of(
                        new Turn(Role.USER, Texts.required(row, "instruction")),
                        new Turn(Role.ASSISTANT, Texts.required(row, "output"))));
    }
}
