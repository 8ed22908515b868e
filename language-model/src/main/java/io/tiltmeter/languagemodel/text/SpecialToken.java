package io.tiltmeter.languagemodel.text;

/**
 * A token that is no text but a mark.
 *
 * @param text as it stands in the vocabulary
 */
public record SpecialToken(String text, int id) {

    public SpecialToken {
        if (text.isEmpty() || id < 0) {
            throw new IllegalArgumentException("a special token needs a text and an id >= 0: '" + text + "', " + id);
        }
    }

    @Override
    public String toString() {
        return "'" + text + "' (id " + id + ")";
    }
}
