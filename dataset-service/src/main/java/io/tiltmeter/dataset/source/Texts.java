package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.dataset.file.TextCheck;
import io.tiltmeter.dataset.file.UnfitRow;

/** Takes texts out of a row. */
final class Texts {
    private Texts() {}

    /** The text of a member; never blank. */
    static String required(JsonNode row, String name) throws UnfitRow {
        return notBlank(row.path(name), name);
    }

    /** The text of a member; empty if it is absent or null. */
    static String optional(JsonNode row, String name) throws UnfitRow {
        return text(row.path(name), name);
    }

    /** An id, a number as its digits. */
    static String id(JsonNode row, String name) throws UnfitRow {
        return row.path(name).isNumber() ? row.path(name).asText() : optional(row, name);
    }

    /**
     * A text; never blank.
     *
     * @param path of the value within its row, for the reason
     */
    static String notBlank(JsonNode value, String path) throws UnfitRow {
        String text = text(value, path);
        if (TextCheck.isBlank(text)) {
            throw new UnfitRow(path + (value.isTextual() ? " is blank" : " is missing or null"));
        }
        return text;
    }

    /** A text; empty if it is absent or null. */
    static String text(JsonNode value, String path) throws UnfitRow {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new UnfitRow(path + " is not a text but " + TextCheck.type(value));
        }
        return TextCheck.checked(path, value.textValue());
    }
}
