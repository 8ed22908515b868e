package io.tiltmeter.trainer.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;

/** Records in columns. What cannot be read back is an internal error: only this service writes there. */
final class StoredJson {
    private static final RequestReader REQUESTS = new RequestReader();

    private StoredJson() {}

    /** A run's request; fields that are newer than the row have their defaults. */
    static RunRequest readRequest(String json) {
        try {
            return Json.mapper()
                    .treeToValue(REQUESTS.withDefaults("run-request", read(json, JsonNode.class)), RunRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored request cannot be read: " + json, e);
        }
    }

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
