package io.tiltmeter.servicekit.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.UnstorableText;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds the texts and names of fields in a document that cannot be stored, as {@link UnstorableText} says. */
public final class UnstorableTexts {
    private UnstorableTexts() {}

    /**
     * Finds all of them.
     *
     * @param found is given the place, such as {@code parts[2].source}, and the character
     */
    public static void find(JsonNode document, BiConsumer<String, String> found) {
        find("", document, found);
    }

    private static void find(String place, JsonNode node, BiConsumer<String, String> found) {
        if (node.isTextual()) {
            UnstorableText.in(node.textValue()).ifPresent(character -> found.accept(place, character));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                find(place + "[" + i + "]", node.get(i), found);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                UnstorableText.in(field.getKey())
                        .ifPresent(character -> found.accept(place.isEmpty() ? "body" : place, character));
                find(place.isEmpty() ? field.getKey() : place + "." + field.getKey(), field.getValue(), found);
            }
        }
    }
}
