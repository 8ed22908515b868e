package io.tiltmeter.dataset.file;

import io.tiltmeter.contracts.UnstorableText;
import java.util.OptionalInt;

/** Refuses texts of rows that can be neither tokenised nor stored. */
public final class TextCheck {
    private TextCheck() {}

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
