package io.tiltmeter.servicekit.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonReason;
import io.tiltmeter.servicekit.json.SchemaSettings;
import io.tiltmeter.servicekit.json.UnstorableTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Events to JSON and back, checked against their JSON Schema on both sides. */
public final class EventCodec {
    private final Map<EventType<?>, JsonSchema> schemas = new ConcurrentHashMap<>();

    /**
     * The event as JSON.
     *
     * @throws InvalidEvent if it breaks its own schema: a fault of ours, found before it is sent
     */
    public <T> String encode(EventType<T> type, T event) {
        JsonNode json = Json.mapper().valueToTree(event);
        validate(type, json);
        return json.toString();
    }

    /**
     * The event that this JSON holds; fields that are not known yet are ignored.
     *
     * @throws InvalidEvent if it is not JSON, breaks the schema or cannot be what it says
     */
    public <T> T decode(EventType<T> type, String text) {
        if (text == null) {
            throw new InvalidEvent(type.topic(), List.of("the record has no value"));
        }
        try {
            JsonNode json = Json.document(text);
            validate(type, json);
            refuseUnstorableTexts(type, json);
            return Json.mapper().treeToValue(json, type.payload());
        } catch (JsonProcessingException e) {
            throw new InvalidEvent(type.topic(), List.of("the record " + JsonReason.of(e, text)));
        }
    }

    private static void refuseUnstorableTexts(EventType<?> type, JsonNode json) {
        List<String> faults = new ArrayList<>();
        UnstorableTexts.find(
                json, (place, character) -> faults.add(place + " has " + character + ", which cannot be stored"));
        if (!faults.isEmpty()) {
            throw new InvalidEvent(type.topic(), faults);
        }
    }

    private void validate(EventType<?> type, JsonNode json) {
        Set<ValidationMessage> faults =
                schemas.computeIfAbsent(type, EventCodec::loadSchema).validate(json);
        if (!faults.isEmpty()) {
            throw new InvalidEvent(
                    type.topic(),
                    faults.stream().map(ValidationMessage::getMessage).toList());
        }
    }

    private static JsonSchema loadSchema(EventType<?> type) {
        try (InputStream in = type.payload().getClassLoader().getResourceAsStream(type.schemaResource())) {
            if (in == null) {
                throw new IllegalStateException("no schema at " + type.schemaResource());
            }
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in, SchemaSettings.CONFIG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
