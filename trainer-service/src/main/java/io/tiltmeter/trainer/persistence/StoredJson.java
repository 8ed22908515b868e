package io.tiltmeter.trainer.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.servicekit.json.Json;

/** Records in columns. What does not read back is a fault of ours: only we write there. */
final class StoredJson {
    private StoredJson() {}

    static String write(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot store " + value, e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " cannot be read: " + json, e);
        }
    }
}
