package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A request that is typed as {@code key=value} words, JSON files, or both; what stands later counts. */
final class RequestFields {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RequestFields() {}

    static ObjectNode of(List<String> words) {
        ObjectNode request = JSON.createObjectNode();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0 && !word.endsWith(".json")) {
                request.set(word.substring(0, equals), value(word.substring(equals + 1)));
            } else {
                request.setAll(file(word));
            }
        }
        return request;
    }

    /** JSON where it is JSON, and a text otherwise. */
    static JsonNode value(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value.isMissingNode() ? new TextNode(text) : value;
        } catch (JsonProcessingException notJson) {
            return new TextNode(text);
        }
    }

    private static ObjectNode file(String name) {
        try {
            if (JSON.readTree(Files.readString(Path.of(name))) instanceof ObjectNode fields) {
                return fields;
            }
            throw new StartupException(name + " is no JSON object");
        } catch (JsonProcessingException e) {
            throw new StartupException(
                    name + " is no JSON: line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException(
                    "\"" + name + "\" is neither key=value nor a JSON file that can be read: " + e, e);
        }
    }
}
