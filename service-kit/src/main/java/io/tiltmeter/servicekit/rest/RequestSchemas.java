package io.tiltmeter.servicekit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JSON Schemas of requests, {@code schemas/requests/<name>.schema.json}, as they apply to one request.
 *
 * <ul>
 *   <li>{@code "$ref": "evaluation.schema.json"} stands for that file beside it; keywords beside the reference win.
 *   <li>An object with {@code oneOf} and {@code "discriminator": {"propertyName": "filter"}} has a branch for each case,
 *       which names its value with {@code const} or {@code enum}. Only the branch of the request's value applies,
 *       together with what stands beside {@code oneOf}, so that faults are those of that case. If the request leaves the
 *       property out, its {@code default} beside {@code oneOf} counts. If its value is that of no branch, properties of
 *       all branches are checked, and none is required. A branch may have cases of its own in the same way.
 * </ul>
 */
final class RequestSchemas {
    /** Names the case that was chosen, such as {@code filter length}, in the schema that applies. */
    static final String CASE = "x-case";

    /** The fields of the other cases, each with the values of the discriminator that have it. */
    static final String OTHER_CASES = "x-other-cases";

    private static final String FOLDER = "schemas/requests/";
    private static final String ENDING = ".schema.json";
    private static final String REF = "$ref";
    private static final String ONE_OF = "oneOf";
    static final String DISCRIMINATOR = "discriminator";
    private static final String PROPERTIES = "properties";
    private static final String REQUIRED = "required";
    private static final String ITEMS = "items";

    private final Map<String, ObjectNode> schemas = new ConcurrentHashMap<>();

    /** The schema as its file says it, with every reference replaced by what it refers to. */
    ObjectNode schema(String name) {
        return schemas.computeIfAbsent(name, RequestSchemas::load);
    }

    /** What applies to this request: no {@code oneOf} with a discriminator is left in it. */
    ObjectNode applied(String name, JsonNode request) {
        ObjectNode applied = schema(name).deepCopy();
        apply(applied, request);
        return applied;
    }

    /** Fills in what a valid request leaves out and its schema has a {@code default} for, at every level. */
    static void fillIn(JsonNode applied, JsonNode request) {
        if (request.isObject()) {
            applied.path(PROPERTIES).properties().forEach(property -> {
                JsonNode byDefault = property.getValue().path("default");
                if (!byDefault.isMissingNode() && !request.has(property.getKey())) {
                    ((ObjectNode) request).set(property.getKey(), byDefault.deepCopy());
                }
                fillIn(property.getValue(), request.path(property.getKey()));
            });
        }
        for (int i = 0; i < request.size() && request.isArray(); i++) {
            fillIn(element(applied, i), request.get(i));
        }
    }

    /** The schema of an element of an array. */
    static JsonNode element(JsonNode array, int index) {
        JsonNode own = array.path("prefixItems").path(index);
        return own.isMissingNode() ? array.path(ITEMS) : own;
    }

    private static void apply(JsonNode schema, JsonNode request) {
        while (schema.path(DISCRIMINATOR).has("propertyName") && schema.has(ONE_OF)) {
            choose((ObjectNode) schema, request);
        }
        for (Map.Entry<String, JsonNode> property : schema.path(PROPERTIES).properties()) {
            if (request.has(property.getKey())) {
                apply(property.getValue(), request.get(property.getKey()));
            }
        }
        if (request.isArray() && !request.isEmpty() && schema.path(ITEMS).findValue(DISCRIMINATOR) != null) {
            // One fault says that an array is too long: what is wrong with its further elements is not asked.
            int checked = Math.min(request.size(), schema.path("maxItems").asInt(Integer.MAX_VALUE));
            ArrayNode elements = ((ObjectNode) schema).putArray("prefixItems");
            for (int i = 0; i < checked; i++) {
                JsonNode own = schema.get(ITEMS).deepCopy();
                apply(own, request.get(i));
                elements.add(own);
            }
            if (checked < request.size()) {
                ((ObjectNode) schema).remove(ITEMS);
            }
        }
    }

    /** Puts the branch of the request's case instead of {@code oneOf}. */
    private static void choose(ObjectNode schema, JsonNode request) {
        String name = schema.remove(DISCRIMINATOR).path("propertyName").asText();
        JsonNode branches = schema.remove(ONE_OF);
        JsonNode common = schema.path(PROPERTIES).path(name);
        String value = request.path(name).asText(common.path("default").asText());
        Set<String> known = new LinkedHashSet<>();
        ObjectNode otherCases = schema.objectNode();
        boolean isKnown = false;
        for (JsonNode branch : branches) {
            Set<String> values = values(branch.path(PROPERTIES).path(name));
            known.addAll(values);
            if (values.contains(value)) {
                isKnown = true;
                merge(schema, branch);
            } else {
                branch.path(PROPERTIES)
                        .fieldNames()
                        .forEachRemaining(field -> values.forEach(otherCases.withArray(field)::add));
            }
        }
        if (isKnown) {
            schema.remove("unevaluatedProperties");
            schema.put("additionalProperties", false);
            schema.put(CASE, name + " " + value);
            schema.set(OTHER_CASES, otherCases);
            return;
        }
        schema.remove("unevaluatedProperties");
        schema.put("additionalProperties", false);
        ObjectNode property = common.isObject()
                ? (ObjectNode) common
                : schema.withObject(PROPERTIES).putObject(name);
        ArrayNode values = property.putArray("enum");
        known.forEach(values::add);
        branches.forEach(branch -> addProperties(schema.withObject(PROPERTIES), branch));
        if (!common.has("default")) {
            schema.withArray(REQUIRED).add(name);
        }
    }

    /** Adds those of a branch and of its own cases that are not there yet. */
    private static void addProperties(ObjectNode properties, JsonNode branch) {
        branch.path(PROPERTIES).properties().stream()
                .filter(property -> !properties.has(property.getKey()))
                .forEach(property -> properties.set(property.getKey(), property.getValue()));
        branch.path(ONE_OF).forEach(nested -> addProperties(properties, nested));
    }

    private static void merge(ObjectNode schema, JsonNode branch) {
        for (Map.Entry<String, JsonNode> keyword : branch.properties()) {
            switch (keyword.getKey()) {
                case PROPERTIES ->
                    keyword.getValue()
                            .properties()
                            .forEach(property -> mergeProperty(schema.withObject(PROPERTIES), property));
                case REQUIRED -> keyword.getValue().forEach(schema.withArray(REQUIRED)::add);
                default -> schema.set(keyword.getKey(), keyword.getValue());
            }
        }
    }

    private static void mergeProperty(ObjectNode properties, Map.Entry<String, JsonNode> property) {
        if (properties.path(property.getKey()).isObject()) {
            properties.withObject("/" + property.getKey()).setAll((ObjectNode) property.getValue());
        } else {
            properties.set(property.getKey(), property.getValue());
        }
    }

    private static Set<String> values(JsonNode property) {
        Set<String> values = new LinkedHashSet<>();
        if (property.has("const")) {
            values.add(property.get("const").asText());
        }
        property.path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }

    /** Without its {@code $id}: what applies to a request is another schema. */
    private static ObjectNode load(String name) {
        return ((ObjectNode) resolved(read(name + ENDING))).without("$id");
    }

    private static JsonNode resolved(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = (ObjectNode) node;
            String ref = object.path(REF).asText("");
            if (!ref.isEmpty()) {
                ObjectNode target = (ObjectNode) read(ref).deepCopy();
                target.remove(List.of("$id", "$schema"));
                object.remove(REF);
                target.setAll(object);
                return resolved(target);
            }
            for (Map.Entry<String, JsonNode> keyword : object.properties()) {
                keyword.setValue(resolved(keyword.getValue()));
            }
        }
        if (node.isArray()) {
            ArrayNode array = (ArrayNode) node;
            for (int i = 0; i < array.size(); i++) {
                array.set(i, resolved(array.get(i)));
            }
        }
        return node;
    }

    private static JsonNode read(String file) {
        try (InputStream in = Fault.class.getClassLoader().getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("no schema at " + FOLDER + file);
            }
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
