package io.tiltmeter.dataset.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.servicekit.json.Json;

/** References in text columns. */
final class JsonColumn {
    private JsonColumn() {}

    static String of(ArtifactRef ref) {
        try {
            return Json.mapper().writeValueAsString(ref);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a reference can always be written as JSON", e);
        }
    }

    static ArtifactRef artifact(String json) {
        try {
            return Json.mapper().readValue(json, ArtifactRef.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored reference " + json + " is damaged", e);
        }
    }
}
