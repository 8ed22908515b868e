package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.util.List;

/** What a schema cannot say of a request for a suite. */
final class SuiteRequestCheck {
    private SuiteRequestCheck() {}

    /** Whether a body asks for an import and not for a suite of the lab world; what is neither is for the schemas. */
    static boolean namesAFile(byte[] body) {
        try {
            JsonNode json = Json.mapper().readTree(body);
            return json != null && !json.has("recipe") && (json.has("path") || json.has("name"));
        } catch (IOException notJson) {
            return false;
        }
    }

    /** A query parameter as the number it should be; as the text it is, which the schema refuses, if it is none. */
    static JsonNode number(String text) {
        try {
            return IntNode.valueOf(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return TextNode.valueOf(text);
        }
    }

    /** Of a request that says where the file is. */
    static void named(JsonNode request, List<Fault> faults) {
        if (!request.has("path")) {
            faults.add(new Fault(
                    "path",
                    "",
                    "is required where the body is not the file",
                    "send a path below the artifact store, or the file itself as application/octet-stream with"
                            + " ?name="));
        }
    }
}
