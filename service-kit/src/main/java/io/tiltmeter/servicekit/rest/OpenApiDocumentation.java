package io.tiltmeter.servicekit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import io.tiltmeter.servicekit.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to the OpenAPI document of a service what its resource classes do not say: examples, the schemas of requests, and
 * the responses to errors. For a class {@code RunResource} it reads {@code openapi/RunResource.json}:
 *
 * <pre>{@code
 * {"create": {
 *   "operationId": "createRun",
 *   "description": "Waits for its mixture.",
 *   "parameters": {"dry": {"description": "Whether nothing is started", "example": "true"}},
 *   "request": {"schema": "run-request", "examples": {"lora": {"summary": "With adapters", "value": {...}}}},
 *   "202": {"description": "Accepted", "examples": {"waiting": {"value": {...}}}},
 *   "409": {"description": "The name belongs to an active run"}}}
 * }</pre>
 *
 * <p>{@code schema} names a file below {@code schemas/requests}, or is a list of such names, one of which fits. Examples
 * are those of OpenAPI; {@code "mediaType"} beside them is other than JSON where needed, and {@code "type"} and {@code
 * "format"} are then its schema. A request or response with several media types is an array. A response of 201 or 202 has the
 * header {@code Location}; one of 400 and above is a {@link Problem}. Operations with a body or query parameters have a
 * response of 400, those with path parameters one of 404, without being written down. Parameters that many operations have
 * are described in {@code openapi/parameters.json}.
 *
 * <p>Generated clients name their methods by {@code operationId}, which is part of the interface: it stays when a Java method
 * gets another name. It is written here or in {@code @Operation}, and a service whose operations lack one or share one is
 * not built.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class OpenApiDocumentation implements OASFilter {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "Problem";

    /** Without the underscore of {@code CLASS_method}, the name of an operation that has got no other. */
    private static final Pattern ID = Pattern.compile("[a-z][A-Za-z0-9]+");

    private final Map<String, JsonNode> documents = new HashMap<>();
    private final RequestSchemas requestSchemas = new RequestSchemas();

    @Override
    public void filterOpenAPI(OpenAPI openApi) {
        if (openApi.getPaths() == null) {
            return;
        }
        if (openApi.getComponents() == null) {
            openApi.setComponents(OASFactory.createComponents());
        }
        openApi.getComponents().addSchema(PROBLEM, parsed(read("problem.schema.json")));
        List<String> ids = new ArrayList<>();
        for (PathItem path : openApi.getPaths().getPathItems().values()) {
            for (Operation operation : path.getOperations().values()) {
                document(openApi, operation);
                ids.add(String.valueOf(operation.getOperationId()));
            }
        }
        checkIds(ids);
    }

    private static void checkIds(List<String> ids) {
        List<String> faulty = ids.stream()
                .filter(id -> !ID.matcher(id).matches() || Collections.frequency(ids, id) > 1)
                .distinct()
                .toList();
        if (!faulty.isEmpty()) {
            throw new IllegalStateException(
                    "operationId of " + faulty + " is missing or not unique: for CLASS_method write "
                            + "\"operationId\": \"listRuns\" below \"method\" in openapi/CLASS.json, or in @Operation");
        }
    }

    private void document(OpenAPI openApi, Operation operation) {
        String id = operation.getOperationId() == null ? "" : operation.getOperationId();
        int end = id.indexOf('_');
        JsonNode written = end < 0
                ? MissingNode.getInstance()
                : documents
                        .computeIfAbsent(id.substring(0, end) + ".json", OpenApiDocumentation::read)
                        .path(id.substring(end + 1));
        if (written.has("operationId")) {
            operation.setOperationId(written.get("operationId").asText());
        }
        if (written.has("description")) {
            operation.setDescription(written.get("description").asText());
        }
        documentParameters(operation, written.path("parameters"));
        for (Map.Entry<String, JsonNode> entry : written.properties()) {
            JsonNode described = entry.getValue();
            for (JsonNode each : described.isArray() ? described : List.of(described)) {
                if (entry.getKey().equals("request")) {
                    documentRequest(openApi, operation, each);
                } else if (Character.isDigit(entry.getKey().charAt(0))) {
                    documentResponse(operation, entry.getKey(), each);
                }
            }
        }
        documentUsualErrors(operation);
    }

    private void documentParameters(Operation operation, JsonNode written) {
        if (operation.getParameters() == null) {
            return;
        }
        JsonNode usual = documents.computeIfAbsent("parameters.json", OpenApiDocumentation::read);
        for (Parameter parameter : operation.getParameters()) {
            String name = parameter.getName();
            JsonNode described = written.has(name) ? written.get(name) : usual.path(name);
            if (described.has("description")) {
                parameter.setDescription(described.get("description").asText());
            }
            if (described.has("example")) {
                parameter.setExample(Json.mapper().convertValue(described.get("example"), Object.class));
            }
            if (described.path("required").asBoolean()) {
                parameter.setRequired(true);
            }
        }
    }

    private void documentRequest(OpenAPI openApi, Operation operation, JsonNode written) {
        if (operation.getRequestBody() == null) {
            operation.setRequestBody(OASFactory.createRequestBody());
        }
        operation.getRequestBody().setRequired(true);
        MediaType content = content(operation.getRequestBody().getContent(), written);
        if (operation.getRequestBody().getContent() == null) {
            operation.getRequestBody().setContent(OASFactory.createContent());
        }
        operation.getRequestBody().getContent().addMediaType(mediaType(written), content);
        JsonNode schema = written.path("schema");
        if (schema.isTextual()) {
            content.setSchema(requestSchema(openApi, schema.asText()));
        } else if (schema.isArray()) {
            Schema oneOf = OASFactory.createSchema();
            schema.forEach(name -> oneOf.addOneOf(requestSchema(openApi, name.asText())));
            content.setSchema(oneOf);
        }
    }

    private void documentResponse(Operation operation, String status, JsonNode written) {
        APIResponse response = operation.getResponses().getAPIResponse(status);
        if (response == null) {
            response = OASFactory.createAPIResponse();
            operation.getResponses().addAPIResponse(status, response);
        }
        if (written.has("description")) {
            response.setDescription(written.get("description").asText());
        }
        if (status.equals("201") || status.equals("202")) {
            response.addHeader(
                    "Location",
                    OASFactory.createHeader().schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        }
        if (status.compareTo("400") >= 0) {
            response.setContent(problem(written));
        } else if (written.has("examples") || written.has("type")) {
            Content content = response.getContent() == null ? OASFactory.createContent() : response.getContent();
            content.addMediaType(mediaType(written), content(content, written));
            response.setContent(content);
        }
    }

    private void documentUsualErrors(Operation operation) {
        boolean hasPath = false;
        boolean hasMore = operation.getRequestBody() != null;
        if (operation.getParameters() != null) {
            for (Parameter parameter : operation.getParameters()) {
                boolean inPath = parameter.getIn() == Parameter.In.PATH;
                hasPath |= inPath;
                hasMore |= !inPath;
            }
        }
        if (hasMore) {
            addIfAbsent(operation, "400", "The request is not valid: every fault at once");
        }
        if (hasPath) {
            addIfAbsent(operation, "404", "There is none of this name");
        }
    }

    private void addIfAbsent(Operation operation, String status, String description) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            documentResponse(operation, status, Json.mapper().createObjectNode().put("description", description));
        }
    }

    private static String mediaType(JsonNode written) {
        return written.path("mediaType").asText(JSON);
    }

    /** What is there of this media type, with the written examples. */
    private static MediaType content(Content existing, JsonNode written) {
        MediaType content = existing == null ? null : existing.getMediaType(mediaType(written));
        if (content == null) {
            content = OASFactory.createMediaType();
        }
        if (written.has("type")) {
            content.setSchema(OASFactory.createSchema()
                    .addType(Schema.SchemaType.valueOf(
                            written.get("type").asText().toUpperCase(Locale.ROOT)))
                    .format(written.path("format").textValue()));
        }
        for (Map.Entry<String, JsonNode> example : written.path("examples").properties()) {
            JsonNode value = example.getValue();
            content.addExample(
                    example.getKey(),
                    OASFactory.createExample()
                            .summary(value.path("summary").textValue())
                            .value(Json.mapper().convertValue(value.path("value"), Object.class)));
        }
        return content;
    }

    private Content problem(JsonNode written) {
        MediaType content = content(null, written);
        content.setSchema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM));
        return OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, content);
    }

    /** A reference to a request's schema, which becomes a component. */
    private Schema requestSchema(OpenAPI openApi, String name) {
        String component = Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        openApi.getComponents().addSchema(component, parsed(requestSchemas.schema(name)));
        return OASFactory.createSchema().ref("#/components/schemas/" + component);
    }

    private static Schema parsed(JsonNode schema) {
        ObjectNode document = Json.mapper().createObjectNode().put("openapi", "3.1.0");
        document.withObject("/components/schemas").set("Parsed", schema);
        return SmallRyeOpenAPI.builder()
                .withConfig(ConfigProvider.getConfig())
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableAnnotationScan(false)
                .enableStandardFilter(false)
                .withCustomStaticFile(
                        () -> new ByteArrayInputStream(document.toString().getBytes(StandardCharsets.UTF_8)))
                .build()
                .model()
                .getComponents()
                .getSchemas()
                .get("Parsed");
    }

    private static JsonNode read(String file) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream("openapi/" + file)) {
            return in == null ? MissingNode.getInstance() : Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
