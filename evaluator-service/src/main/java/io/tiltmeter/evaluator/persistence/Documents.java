package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.servicekit.json.Json;

/** Records kept whole in a text column, in the house's form of JSON. */
final class Documents {
    private Documents() {}

    static String write(Object document) {
        return Json.mapper().valueToTree(document).toString();
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " can no longer be read", e);
        }
    }
}
