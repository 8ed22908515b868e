package io.tiltmeter.servicekit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.servicekit.json.SchemaSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks requests against their {@link RequestSchemas}, and reports each violation as a {@link Fault}: the remedy is the
 * property's {@code x-remedy}, or its description.
 */
final class RequestValidator {
    private static final String REMEDY = "x-remedy";

    /** A body of 1 MiB can have a hundred thousand, each of which names all fields that are known. */
    private static final int MAX_FAULTS = 100;

    private final OtherNames otherNames = new OtherNames();

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .keyword(new NonValidationKeyword(REMEDY))
                    .keyword(new NonValidationKeyword(RequestSchemas.CASE))
                    .keyword(new NonValidationKeyword(RequestSchemas.OTHER_CASES))
                    .keyword(new NonValidationKeyword(RequestSchemas.DISCRIMINATOR))
                    .build()));

    /**
     * Violations, ordered by field: all, or the first {@value #MAX_FAULTS} and how many more there are.
     *
     * @param schema as {@link RequestSchemas#applied} gives it
     */
    List<Fault> check(JsonNode schema, JsonNode request) {
        Set<ValidationMessage> messages =
                factory.getSchema(schema, SchemaSettings.CONFIG).validate(request);
        List<Fault> faults = new ArrayList<>(messages.stream()
                .limit(MAX_FAULTS)
                .map(message -> toFault(schema, request, message))
                .sorted(Comparator.comparing(Fault::field))
                .toList());
        if (messages.size() > MAX_FAULTS) {
            faults.add(new Fault(
                    "body",
                    "",
                    "has " + (messages.size() - MAX_FAULTS) + " further faults, which are not listed",
                    "correct these first"));
        }
        return faults;
    }

    private Fault toFault(JsonNode schema, JsonNode request, ValidationMessage message) {
        String keyword = message.getType();
        String field = readable(message.getInstanceLocation().toString());
        if (keyword.equals("additionalProperties") || keyword.equals("required")) {
            field = field.isEmpty() ? message.getProperty() : field + "." + message.getProperty();
        }
        if (keyword.equals("additionalProperties")) {
            JsonNode object = request.at(message.getInstanceLocation().toString());
            return unknownField(schema, field, object.path(message.getProperty()));
        }
        JsonNode property = property(schema, field);
        String remedy =
                property.path(REMEDY).asText(property.path("description").asText("see the OpenAPI page"));
        if (keyword.equals("required")) {
            return new Fault(field, "", "is required", remedy);
        }
        JsonNode value = request.at(message.getInstanceLocation().toString());
        return new Fault(field.isEmpty() ? "body" : field, value.toString(), limit(keyword, property, message), remedy);
    }

    private Fault unknownField(JsonNode schema, String field, JsonNode value) {
        JsonNode object = property(schema, parent(field));
        String chosen = object.path(RequestSchemas.CASE).asText();
        JsonNode others = object.path(RequestSchemas.OTHER_CASES).path(field.substring(field.lastIndexOf('.') + 1));
        if (others.isEmpty()) {
            String limit = chosen.isEmpty() ? "not a known field" : "not a known field of " + chosen;
            return renamed(schema, field, limit)
                    .orElseGet(() -> new Fault(
                            field,
                            "",
                            limit,
                            "leave it out, or send one of " + String.join(", ", names(object.path("properties")))));
        }
        String discriminator = chosen.substring(0, chosen.indexOf(' '));
        String other = elements(others).replace(", ", " or ");
        return new Fault(
                field,
                value.isTextual() ? value.asText() : value.toString(),
                "only for " + discriminator + " " + other + ", and this is "
                        + chosen.substring(discriminator.length() + 1),
                "leave it out, or set " + discriminator + " to " + other);
    }

    /** The fault that says what a field of another name, or of none, is called here. */
    private Optional<Fault> renamed(JsonNode schema, String field, String limit) {
        String place = parent(field);
        JsonNode object = property(schema, place);
        JsonNode otherCases = object.path(RequestSchemas.OTHER_CASES);
        String name = field.substring(field.lastIndexOf('.') + 1);
        String table =
                object.path("title").asText(schema.path("title").asText() + "." + place.replaceAll("\\[\\d+]", ""));
        Set<String> known = new LinkedHashSet<>(names(object.path("properties")));
        known.addAll(names(otherCases));
        Optional<String> instead = otherNames.remedy(table, name);
        if (instead.isPresent()) {
            return Optional.of(new Fault(field, "", limit, instead.get()));
        }
        Optional<String> called = otherNames.field(table, name).filter(known::contains);
        return called.or(() -> OtherNames.closest(name, known)).map(meant -> {
            JsonNode cases = otherCases.path(meant);
            String chosen = object.path(RequestSchemas.CASE).asText();
            String condition = cases.isEmpty()
                    ? ""
                    : ", with " + chosen.substring(0, chosen.indexOf(' ')) + " "
                            + elements(cases).replace(", ", " or ");
            String description =
                    object.path("properties").path(meant).path("description").asText("");
            return new Fault(
                    field,
                    "",
                    limit
                            + (called.isPresent()
                                    ? ": it is called " + meant + " here"
                                    : "; did you mean " + meant + "?"),
                    "send " + meant + condition + (description.isEmpty() ? ", or leave it out" : ": " + description));
        });
    }

    private static String limit(String keyword, JsonNode property, ValidationMessage message) {
        return switch (keyword) {
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> "is outside " + range(property);
            case "type" -> "is not " + types(property.path("type"));
            case "enum" -> "is not one of " + elements(property.path("enum"));
            case "pattern" -> "does not match " + property.path("pattern").asText();
            case "maxLength" -> "is longer than " + property.path("maxLength").asText() + " characters";
            case "minLength" -> "is shorter than " + property.path("minLength").asText() + " characters";
            case "maxItems" -> "has more than " + property.path("maxItems").asText() + " elements";
            case "minItems" -> "has fewer than " + property.path("minItems").asText() + " elements";
            default -> message.getMessage();
        };
    }

    /** One type, or those of which it may be any. */
    private static String types(JsonNode type) {
        return type.isArray() ? elements(type).replace(", ", " or ") : type.asText("of the right type");
    }

    private static String range(JsonNode property) {
        String low = property.has("exclusiveMinimum")
                ? "(" + property.get("exclusiveMinimum").asText()
                : property.has("minimum") ? "[" + property.get("minimum").asText() : "(-∞";
        String high = property.has("exclusiveMaximum")
                ? property.get("exclusiveMaximum").asText() + ")"
                : property.has("maximum") ? property.get("maximum").asText() + "]" : "∞)";
        return low + ", " + high;
    }

    /** The schema of a field such as {@code model_config.hidden_size} or {@code suites[2]}. */
    private static JsonNode property(JsonNode schema, String field) {
        JsonNode node = schema;
        for (String part : field.replace("[", ".[").split("\\.")) {
            if (!part.isEmpty()) {
                node = part.startsWith("[")
                        ? RequestSchemas.element(node, Integer.parseInt(part, 1, part.length() - 1, 10))
                        : node.path("properties").path(part);
            }
        }
        return node;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String parent(String field) {
        int dot = field.lastIndexOf('.');
        return dot < 0 ? "" : field.substring(0, dot);
    }

    private static String elements(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts.stream().collect(Collectors.joining(", "));
    }

    /** The JSON pointer {@code /suites/2} as {@code suites[2]}. */
    private static String readable(String pointer) {
        return pointer.replaceAll("/(\\d+)", "[$1]").replace('/', '.').replaceFirst("^\\.", "");
    }
}
