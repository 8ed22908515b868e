package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A request that is typed as {@code key=value} words, JSON files, or both; what stands later counts. */
final class RequestFields {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Fields whose value is a list, also if it is one text, or texts with commas. */
    private static final Set<String> LISTS = Set.of("suites", "save_early_ratios");

    private RequestFields() {}

    /** Whether a word is {@code key=value}, and names no file. */
    static boolean isField(String word) {
        return word.matches("[A-Za-z_][A-Za-z0-9_]*=(?s:.*)");
    }

    static ObjectNode of(List<String> words) {
        ObjectNode request = JSON.createObjectNode();
        for (String word : words) {
            if (isField(word)) {
                int equals = word.indexOf('=');
                String name = word.substring(0, equals);
                String value = word.substring(equals + 1);
                request.set(name, LISTS.contains(name) ? list(value) : value(value));
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

    private static JsonNode list(String text) {
        if (value(text).isArray()) {
            return value(text);
        }
        ArrayNode list = JSON.createArrayNode();
        for (String element : text.split(",")) {
            list.add(value(element.strip()));
        }
        return list;
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
