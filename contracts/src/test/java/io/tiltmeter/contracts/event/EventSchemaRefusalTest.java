package io.tiltmeter.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.ContractFiles;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that no service may send, each refused by the schema at exactly its place. */
class EventSchemaRefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    checkpoint-ready | run_id         | "../etc"
                    checkpoint-ready | run_id         | "Lab"
                    checkpoint-ready | step           | -1
                    checkpoint-ready | step           | 1.5
                    checkpoint-ready | step           | "14"
                    checkpoint-ready | step           | 2147483648
                    checkpoint-ready | loss_nats      | null
                    checkpoint-ready | weights_sha256 | "ABC"
                    checkpoint-ready | saved_at       | "yesterday"
                    checkpoint-ready | saved_at       | 1772442998
                    suite-evaluated  | epochs         | -0.1
                    suite-evaluated  | scorer_version | 0
                    suite-evaluated  | item_count     | 0
                    probe-measured   | probe          | "Attention"
                    probe-measured   | item_count     | -1
                    probe-measured   | values         | [0.4]
                    run-updated      | status         | "paused"
                    run-updated      | eta_seconds    | "soon"
                    mixture-ready    | example_count  | 0
                    inversion-warned | state          | "inconclusive"
                    inversion-warned | best_mean      | 77
                    inversion-warned | threshold      | 0
                    study-updated    | study_id       | "../etc"
                    study-updated    | revision       | -1
                    study-updated    | seeds          | []
                    study-updated    | conditions     | []
                    examples-scoring-requested | measure       | "entropy"
                    examples-scoring-requested | example_count | 0
                    examples-scoring-requested | first_example | -1
                    examples-scoring-failed    | attempts      | 0
                    """)
    void anImpossibleValueIsRefused(String topic, String field, String value) throws Exception {
        ObjectNode event = EventSamples.current(type(topic));
        event.set(field, ContractFiles.mapper().readTree(value));
        assertRefusedAt("/" + field, topic, event);
    }

    @ParameterizedTest
    @CsvSource({"artifact:/etc/passwd", "artifact:a/../b", "artifact:a//b", "artifact:.hidden", "file:a", "artifact:"})
    void anArtifactOutsideTheStoreIsRefused(String uri) {
        ObjectNode event = EventSamples.current(EventTypes.CHECKPOINT_READY);
        ((ObjectNode) event.path("model")).put("uri", uri);
        assertRefusedAt("/model/uri", "checkpoint-ready", event);
    }

    private static EventType<?> type(String topic) {
        return EventTypes.ALL.stream()
                .filter(type -> type.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefusedAt(String place, String topic, JsonNode event) {
        List<String> places = ContractFiles.schema("schemas/events/" + topic + ".v1.schema.json")
                .validate(event, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(fault ->
                        fault.getInstanceLocation().toString().replace("$", "").replace('.', '/'))
                .distinct()
                .toList();
        assertEquals(List.of(place), places);
    }
}
