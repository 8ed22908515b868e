package io.tiltmeter.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tiltmeter.contracts.ContractFiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds for every event type: its schema, its samples and its record say the same, and docs/events.md lists it. */
class EventSchemaTest {

    static Stream<Named<EventType<?>>> types() {
        return EventTypes.ALL.stream().map(type -> Named.of(type.topic(), type));
    }

    /** Every version that was ever sent must still read. */
    static Stream<Arguments> samples() {
        return EventTypes.ALL.stream()
                .flatMap(type ->
                        IntStream.rangeClosed(1, type.version()).mapToObj(version -> Arguments.of(type, version)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleOfEveryVersionPassesTheSchema(EventType<?> type, int version) {
        assertEquals(List.of(), ContractFiles.faults(type.schemaResource(), EventSamples.of(type, version)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleIsWrittenBackAsItWasRead(EventType<?> type, int version) throws Exception {
        JsonNode sample = EventSamples.of(type, version);
        Object event = ContractFiles.mapper().treeToValue(sample, type.payload());
        assertEquals(
                sample, ContractFiles.mapper().readTree(ContractFiles.mapper().writeValueAsString(event)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfALaterVersionIsIgnored(EventType<?> type, int version) throws Exception {
        ObjectNode newer = (ObjectNode) EventSamples.of(type, version);
        Object event = ContractFiles.mapper().treeToValue(newer, type.payload());
        newer.put("gained_later", 1);
        assertEquals(List.of(), ContractFiles.faults(type.schemaResource(), newer));
        assertEquals(event, ContractFiles.mapper().treeToValue(newer, type.payload()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyMissingRequiredFieldIsRefusedByName(EventType<?> type) {
        JsonNode required = ContractFiles.read(type.schemaResource()).path("required");
        assertFalse(required.isEmpty(), type.topic() + " requires no field");
        for (JsonNode field : required) {
            ObjectNode lacking = EventSamples.current(type);
            lacking.remove(field.asText());
            String faults = ContractFiles.faults(type.schemaResource(), lacking).toString();
            assertTrue(faults.contains("'" + field.asText() + "'"), field.asText() + " is missing, but: " + faults);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyOtherFieldMayBeAbsentOrNull(EventType<?> type) throws Exception {
        JsonNode schema = ContractFiles.read(type.schemaResource());
        ObjectNode absent = EventSamples.current(type);
        ObjectNode nulled = EventSamples.current(type);
        schema.path("properties").fieldNames().forEachRemaining(field -> {
            if (!containsText(schema.path("required"), field)) {
                absent.remove(field);
                nulled.putNull(field);
            }
        });
        assertEquals(List.of(), ContractFiles.faults(type.schemaResource(), absent));
        assertEquals(List.of(), ContractFiles.faults(type.schemaResource(), nulled));
        assertEquals(
                ContractFiles.mapper().treeToValue(absent, type.payload()),
                ContractFiles.mapper().treeToValue(nulled, type.payload()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void theSchemaNamesTheFieldsOfTheRecord(EventType<?> type) {
        var ofSchema = new TreeSet<String>();
        ContractFiles.read(type.schemaResource())
                .path("properties")
                .fieldNames()
                .forEachRemaining(ofSchema::add);
        var ofSample = new TreeSet<String>();
        EventSamples.current(type).fieldNames().forEachRemaining(ofSample::add);
        assertEquals(fields(type.payload()), ofSchema.size(), type.topic());
        assertEquals(ofSchema, ofSample, "a sample shows every field of its event");
    }

    /** Those of a component that stands unwrapped in JSON count one by one. */
    private static int fields(Class<?> event) {
        return Arrays.stream(event.getRecordComponents())
                .mapToInt(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? fields(component.getType())
                        : 1)
                .sum();
    }

    @Test
    void thePageListsEveryEventInOrder() {
        assertEquals(
                EventTypes.ALL.stream().map(EventType::topic).toList(),
                List.copyOf(EventSamples.ofPage().keySet()));
        for (EventType<?> type : EventTypes.ALL) {
            assertTrue(
                    EventSamples.page().contains("| [`" + type.topic() + "`]"),
                    type.topic() + " is missing from the table");
        }
    }

    @Test
    void sharedDefinitionsAreTheSameEverywhere() {
        Map<String, JsonNode> first = new HashMap<>();
        for (EventType<?> type : EventTypes.ALL) {
            ContractFiles.read(type.schemaResource()).path("$defs").fields().forEachRemaining(definition -> {
                JsonNode known = first.putIfAbsent(definition.getKey(), definition.getValue());
                assertTrue(
                        known == null || known.equals(definition.getValue()),
                        definition.getKey() + " of " + type.topic() + " differs from the other schemas");
            });
        }
    }

    private static boolean containsText(JsonNode array, String text) {
        return IntStream.range(0, array.size()).anyMatch(i -> array.get(i).equals(TextNode.valueOf(text)));
    }
}
