package io.tiltmeter.servicekit.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

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

    /**
     * Finds all such texts and names of fields in a document.
     *
     * @param found is given the place, such as {@code parts[2].source}, and the character
     */
    public static void find(JsonNode document, BiConsumer<String, String> found) {
        find("", document, found);
    }

    private static void find(String place, JsonNode node, BiConsumer<String, String> found) {
        if (node.isTextual()) {
            in(node.textValue()).ifPresent(character -> found.accept(place, character));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                find(place + "[" + i + "]", node.get(i), found);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                in(field.getKey()).ifPresent(character -> found.accept(place.isEmpty() ? "body" : place, character));
                find(place.isEmpty() ? field.getKey() : place + "." + field.getKey(), field.getValue(), found);
            }
        }
    }
}
