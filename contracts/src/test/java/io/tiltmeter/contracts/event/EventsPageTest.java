package io.tiltmeter.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.ContractFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} lists every event, and its examples are the stored samples. */
class EventsPageTest {
    private static final Pattern SECTION = Pattern.compile(
            "^## (\\S+)$.*?^```json$(.*?)^```$", //
            Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void thePageShowsTheStoredSampleOfEveryEvent() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "events.md"));
        Map<String, JsonNode> shown = new LinkedHashMap<>();
        Matcher section = SECTION.matcher(page);
        while (section.find()) {
            shown.put(section.group(1), ContractFiles.mapper().readTree(section.group(2)));
        }
        assertEquals(EventTypes.ALL.stream().map(EventType::topic).toList(), List.copyOf(shown.keySet()));
        for (EventType<?> type : EventTypes.ALL) {
            assertEquals(
                    ContractFiles.read("samples/events/" + type.topic() + ".v" + type.version() + ".json"),
                    shown.get(type.topic()),
                    type.topic());
            assertTrue(page.contains("| [`" + type.topic() + "`]"), type.topic() + " is missing from the table");
        }
    }
}
