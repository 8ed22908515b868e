package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.UnstorableText;
import java.util.Locale;
import java.util.OptionalInt;

/** Refuses texts of rows that can be neither tokenised nor stored. */
public final class TextCheck {
    /** The member of the object that a Parquet file's bytes are given as when they are no UTF-8. */
    static final String BYTES = "bytes that are no UTF-8";

    private TextCheck() {}

    /** The type of a value, as its sender knows it. */
    public static String type(JsonNode value) {
        return value.has(BYTES) ? BYTES : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /**
     * The text itself.
     *
     * @throws UnfitRow if it holds a NUL or half a surrogate pair
     */
    public static String checked(String name, String text) throws UnfitRow {
        OptionalInt index = UnstorableText.index(text);
        if (index.isPresent()) {
            char unit = text.charAt(index.getAsInt());
            int place = index.getAsInt() + 1;
            throw new UnfitRow(
                    unit == 0
                            ? name + " has NUL, U+0000, at character " + place + ": remove it"
                            : String.format(
                                    "%s has half a surrogate pair, \\u%04x, at character %d: write the whole character",
                                    name, (int) unit, place));
        }
        return text;
    }
}
