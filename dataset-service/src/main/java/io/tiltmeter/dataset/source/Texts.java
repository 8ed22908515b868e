package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.dataset.file.TextCheck;
import io.tiltmeter.dataset.file.UnfitRow;
import java.util.Locale;

/** Takes texts out of a row. */
final class Texts {
    private Texts() {}

    /** The text of a member; never blank. */
    static String required(JsonNode row, String name) throws UnfitRow {
        String text = optional(row, name);
        if (text.isBlank()) {
            throw new UnfitRow(name + (row.path(name).isTextual() ? " is blank" : " is missing or null"));
        }
        return text;
    }

    /** The text of a member; empty if it is absent or null. */
    static String optional(JsonNode row, String name) throws UnfitRow {
        JsonNode value = row.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new UnfitRow(
                    name + " is not a text but " + value.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return TextCheck.checked(name, value.textValue());
    }

    /** An id, a number as its digits. */
    static String id(JsonNode row, String name) throws UnfitRow {
        return row.path(name).isNumber() ? row.path(name).asText() : optional(row, name);
    }
}
