package io.tiltmeter.dataset.file;

/** Refuses texts that cannot be tokenised. */
public final class TextCheck {
    private TextCheck() {}

    /**
     * The text itself.
     *
     * @throws UnfitRow if it holds a NUL or half a surrogate pair
     */
    public static String checked(String name, String text) throws UnfitRow {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw new UnfitRow(name + " has NUL, U+0000, at character " + (i + 1) + ": remove it");
            }
            if (Character.isSurrogate(unit)) {
                boolean isPair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
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
