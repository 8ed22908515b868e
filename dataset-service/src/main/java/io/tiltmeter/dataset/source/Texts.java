package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Takes texts out of a row, and refuses what cannot be tokenised. */
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
        return checked(name, value.textValue());
    }

    /** An id, a number as its digits. */
    static String id(JsonNode row, String name) throws UnfitRow {
        return row.path(name).isNumber() ? row.path(name).asText() : optional(row, name);
    }

    static String checked(String name, String text) throws UnfitRow {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw new UnfitRow(name + " has U+0000 at character " + (i + 1) + ": remove it");
            }
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new UnfitRow(String.format(
                            "%s has half a surrogate pair, \\u%04x, at character %d: write the whole character",
                            name, (int) unit, i + 1));
                }
                i++;
            }
        }
        return text;
    }
}
