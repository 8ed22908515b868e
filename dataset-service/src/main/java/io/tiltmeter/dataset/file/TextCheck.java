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

    /** Whether a text has nothing but spaces of any kind, non-breaking and invisible ones too. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(TextCheck::isSpace);
    }

    /** Whether a character is a space of any kind: of Java, of Unicode, or one that is not seen. */
    public static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || codePoint == 0x85
                || codePoint == 0xAD
                || codePoint == 0x180E
                || codePoint >= 0x200B && codePoint <= 0x200F
                || codePoint == 0x2060
                || codePoint == 0xFEFF;
    }

    /** The text with a plain space for each space of another kind. */
    public static String withAsciiSpaces(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().map(c -> isSpace(c) ? ' ' : c).forEach(plain::appendCodePoint);
        return plain.toString();
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
