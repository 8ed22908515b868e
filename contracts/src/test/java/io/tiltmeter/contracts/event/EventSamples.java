package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.ContractFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sample of every version of every event that was ever published: the current one is the example in {@code docs/events.md},
 * earlier ones are {@code samples/events/<topic>.v<version>.json} in the test resources.
 */
final class EventSamples {
    private static final Pattern SECTION = Pattern.compile(
            "^## (\\S+)$.*?^```json$(.*?)^```$", //
            Pattern.MULTILINE | Pattern.DOTALL);

    private EventSamples() {}

    static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "events.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The examples of the page in its order, by topic. */
    static Map<String, String> ofPage() {
        Map<String, String> samples = new LinkedHashMap<>();
        Matcher section = SECTION.matcher(page());
        while (section.find()) {
            samples.put(section.group(1), section.group(2));
        }
        return samples;
    }

    static ObjectNode current(EventType<?> type) {
        return (ObjectNode) of(type, type.version());
    }

    static JsonNode of(EventType<?> type, int version) {
        if (version < type.version()) {
            return ContractFiles.read("samples/events/" + type.topic() + ".v" + version + ".json");
        }
        String example = ofPage().get(type.topic());
        if (example == null) {
            throw new AssertionError("docs/events.md has no section with an example of " + type.topic());
        }
        try {
            return ContractFiles.mapper().readTree(example);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the example of " + type.topic() + " in docs/events.md is no JSON", e);
        }
    }
}
