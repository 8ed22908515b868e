package io.tiltmeter.results.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The examples in {@code openapi/*.json}. */
public final class OpenApiExamples {
    /** A curve as a client sends it, in CSV. */
    public static final String CURVE = text("RunImportResource", "importFile", "request", "a curve");

    /** Labels as a client sends them, in CSV. */
    public static final String LABELS = text("RunImportResource", "importFile", "request", "labels");

    /** A results file of lm-evaluation-harness. */
    public static final String RESULTS_FILE =
            value("ImportResource", "importFile", "request", "v0.4").toString();

    private OpenApiExamples() {}

    static String text(String resource, String operation, String part, String name) {
        return value(resource, operation, part, name).textValue();
    }

    /**
     * An example.
     *
     * @param part {@code request} or the status of a response
     */
    static JsonNode value(String resource, String operation, String part, String name) {
        JsonNode described = file(resource).path(operation).path(part);
        for (JsonNode each : described.isArray() ? described : List.of(described)) {
            if (each.path("examples").has(name)) {
                return each.path("examples").path(name).path("value");
            }
        }
        throw new IllegalArgumentException(
                "openapi/" + resource + ".json has no example \"" + name + "\" of " + operation + " " + part);
    }

    static JsonNode file(String resource) {
        try (InputStream in = OpenApiExamples.class.getResourceAsStream("/openapi/" + resource + ".json")) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
