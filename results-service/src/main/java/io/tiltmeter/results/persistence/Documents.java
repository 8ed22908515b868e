package io.tiltmeter.results.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.tiltmeter.servicekit.json.Json;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records stored as JSON in a text column. */
final class Documents {
    private static final TypeReference<TreeMap<String, Double>> NUMBERS = new TypeReference<>() {};

    private Documents() {}

    static String write(Object document) {
        try {
            return Json.mapper().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of contracts that is not JSON: " + document, e);
        }
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " can no longer be read", e);
        }
    }

    /** Numbers by name, in the order of names. */
    static SortedMap<String, Double> readNumbers(String text) {
        try {
            return Json.mapper().readValue(text, NUMBERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored numbers can no longer be read", e);
        }
    }
}
