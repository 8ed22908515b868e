package io.tiltmeter.languagemodel.text;

/**
 * A token with a meaning of its own, such as the beginning of a sequence.
 *
 * @param text its name in the vocabulary
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
