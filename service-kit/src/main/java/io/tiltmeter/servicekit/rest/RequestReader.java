package io.tiltmeter.servicekit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonReason;
import io.tiltmeter.servicekit.json.UnstorableTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Reads a request body whole, and refuses it with every fault at once. */
public final class RequestReader {
    /** No request is longer, in bytes. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    private static final int MAX_UNSTORABLE = 100;

    private final RequestSchemas schemas = new RequestSchemas();
    private final RequestValidator validator = new RequestValidator();

    /** A request, or every fault of it. The further check sees any JSON object and adds what a schema cannot say. */
    public <T> T read(
            InputStream body, String schemaName, Class<T> type, BiConsumer<JsonNode, List<Fault>> furtherCheck) {
        return check(schemaName, type, parse(body), furtherCheck);
    }

    /** As {@link #read}, with the schema's defaults in the fields that the request leaves out. */
    public <T> T readWithDefaults(
            InputStream body, String schemaName, Class<T> type, BiConsumer<JsonNode, List<Fault>> furtherCheck) {
        return checkWithDefaults(schemaName, type, parse(body), furtherCheck);
    }

    /** As {@link #readWithDefaults}, of a request that is parsed, or came otherwise than as the body. */
    public <T> T checkWithDefaults(
            String schemaName, Class<T> type, JsonNode json, BiConsumer<JsonNode, List<Fault>> furtherCheck) {
        refuseFaults(schemaName, json, furtherCheck);
        return bind(withDefaults(schemaName, json), type);
    }

    /** As {@link #read}, of a request that came otherwise than as the body: as query parameters. */
    public <T> T check(
            String schemaName, Class<T> type, JsonNode json, BiConsumer<JsonNode, List<Fault>> furtherCheck) {
        refuseFaults(schemaName, json, furtherCheck);
        return bind(json, type);
    }

    /** A copy of a valid request, or of a stored one, with the schema's defaults in the fields that it leaves out. */
    public JsonNode withDefaults(String schemaName, JsonNode json) {
        JsonNode whole = json.deepCopy();
        RequestSchemas.fillIn(schemas.applied(schemaName, json), whole);
        return whole;
    }

    /** The names of the fields of a request, those of all its cases. */
    public Set<String> fields(String schemaName) {
        Set<String> fields = new TreeSet<>();
        JsonNode schema = schemas.schema(schemaName);
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        schema.path("oneOf")
                .forEach(branch -> branch.path("properties").fieldNames().forEachRemaining(fields::add));
        return fields;
    }

    private void refuseFaults(String schemaName, JsonNode json, BiConsumer<JsonNode, List<Fault>> furtherCheck) {
        List<Fault> faults = new ArrayList<>(validator.check(schemas.applied(schemaName, json), json));
        if (json.isObject()) {
            furtherCheck.accept(json, faults);
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }

    /**
     * A request without a schema; null if it is the JSON null.
     *
     * @throws InvalidRequest if a value is of another type than the record's
     */
    public static <T> T bind(JsonNode json, Class<T> type) {
        try {
            return Json.mapper().treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new InvalidRequest(List.of(JsonReason.fault(e)));
        }
    }

    /**
     * Query parameters as the fields of a request.
     *
     * @param namesAndValues name, value, name, value ...; a null value is a field that is absent
     */
    public static ObjectNode fields(String... namesAndValues) {
        ObjectNode fields = Json.mapper().createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                fields.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return fields;
    }

    /** A request that its schema alone describes. */
    public <T> T read(InputStream body, String schemaName, Class<T> type) {
        return read(body, schemaName, type, (json, faults) -> {});
    }

    /**
     * The JSON of a body, whatever it says, for a reader that adds to it before it is checked.
     *
     * @throws InvalidRequest if it is none, more than one, too long, or has a text that cannot be stored
     */
    public static JsonNode parse(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(MAX_BODY_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > MAX_BODY_BYTES) {
            throw refuse(
                    "body",
                    "of more than " + MAX_BODY_BYTES + " bytes",
                    "at most " + MAX_BODY_BYTES + " bytes",
                    "name mixtures, suites and models by their ids instead of sending them");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            JsonNode json = Json.document(text);
            if (json == null || json.isMissingNode()) {
                throw refuse("body", "", "a JSON object", "send one with the header Content-Type: application/json");
            }
            refuseUnstorableTexts(json);
            return json;
        } catch (JsonProcessingException e) {
            throw JsonFlaw.first(text)
                    .map(flaw -> refuse(
                            "body, " + flaw.place(),
                            flaw.found(),
                            "is not valid JSON: expected " + flaw.expected(),
                            "correct it there, and send one JSON document"))
                    .orElseGet(() -> refuse("body", "", JsonReason.of(e), "send shorter texts, names and numbers"));
        }
    }

    private static void refuseUnstorableTexts(JsonNode json) {
        List<Fault> faults = new ArrayList<>();
        UnstorableTexts.find(json, (place, character) -> {
            if (faults.size() < MAX_UNSTORABLE) {
                faults.add(unstorable(place, character));
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }

    private static Fault unstorable(String field, String character) {
        return new Fault(field, character, "text without NUL and unpaired surrogates", "leave the character out");
    }

    private static InvalidRequest refuse(String field, String value, String limit, String remedy) {
        return new InvalidRequest(List.of(new Fault(field, value, limit, remedy)));
    }
}
