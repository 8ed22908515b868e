package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The OpenAPI document of the service under test, and responses to compare with its examples. */
record OpenApiDocument(JsonNode json) {
    static OpenApiDocument get() {
        return new OpenApiDocument(parsed(given().get("/q/openapi?format=json").asString()));
    }

    JsonNode schema(String name) {
        return json.path("components").path("schemas").path(name);
    }

    /** The examples of a JSON request by their names. */
    Map<String, JsonNode> requests(String path) {
        return examples(operation(path, "post").path("requestBody").path("content"), "application/json");
    }

    /** An example of a response. */
    JsonNode response(String path, String method, String status, String name) {
        JsonNode content =
                operation(path, method).path("responses").path(status).path("content");
        return examples(content, content.fieldNames().next()).get(name);
    }

    /** Posts a request, and returns what is at its location when it is ready. */
    static JsonNode ready(String path, JsonNode request) {
        String location = DatasetCalls.post(path, request.toString()).extract().header("Location");
        return parsed(DatasetCalls.ready(location).extract().asString());
    }

    static JsonNode timeless(JsonNode response) {
        return ((ObjectNode) response.deepCopy()).without(List.of("created_at", "updated_at"));
    }

    static JsonNode parsed(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode operation(String path, String method) {
        return json.path("paths").path(path).path(method);
    }

    private static Map<String, JsonNode> examples(JsonNode content, String mediaType) {
        return content.path(mediaType).path("examples").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, example -> example.getValue().path("value")));
    }
}
