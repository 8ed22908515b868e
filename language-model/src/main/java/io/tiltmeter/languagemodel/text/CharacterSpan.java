package io.tiltmeter.languagemodel.text;

/**
 * A part of a text.
 *
 * @param from its first UTF-16 character
 * @param to the one after its last; {@code from} if it is empty
 */
public record CharacterSpan(int from, int to) {

    /** Whether a character is in both. */
    boolean overlaps(CharacterSpan other) {
        return Math.max(from, other.from) < Math.min(to, other.to);
    }

    /** The same part of the text without its first characters. */
    CharacterSpan without(int firstCharacters) {
        return new CharacterSpan(from - firstCharacters, to - firstCharacters);
    }
}
