package io.tiltmeter.servicekit.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.servicekit.json.Json;
import jakarta.persistence.AttributeConverter;

/**
 * Records as JSON in columns of type {@code text}, which keeps the order of fields, unlike {@code jsonb}. A subclass names
 * the type. What cannot be read back is an internal error: only the service itself writes there.
 */
public abstract class JsonConverter<T> implements AttributeConverter<T, String> {
    private final Class<T> type;

    protected JsonConverter(Class<T> type) {
        this.type = type;
    }

    @Override
    public String convertToDatabaseColumn(T value) {
        try {
            return value == null ? null : Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot store " + value, e);
        }
    }

    @Override
    public T convertToEntityAttribute(String json) {
        try {
            return json == null ? null : Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " cannot be read: " + json, e);
        }
    }
}
