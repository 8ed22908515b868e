package io.tiltmeter.contracts;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Texts that cannot be stored and read back: PostgreSQL's {@code text} holds no NUL, and an unpaired surrogate is no Unicode
 * character, so that UTF-8 has no bytes for it. Whoever takes a text from outside refuses them.
 */
public final class UnstorableText {
    private UnstorableText() {}

    /** Where the first character is that cannot be stored, from 0. */
    public static OptionalInt index(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean pair = Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (character == 0 || Character.isSurrogate(character)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The first character that cannot be stored, as {@code U+0000}. */
    public static Optional<String> in(String text) {
        OptionalInt index = index(text);
        return index.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format("U+%04X", (int) text.charAt(index.getAsInt())));
    }
}
