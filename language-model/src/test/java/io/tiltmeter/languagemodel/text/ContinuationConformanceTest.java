package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Token ids of lm-evaluation-harness' requests; {@code scoring/multiple_choice.json}. */
class ContinuationConformanceTest {

    static Stream<Path> files() {
        return ConformanceData.scoring("multiple_choice.json").stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void choicesGetTheHarnesssIds(Path file) {
        JsonNode json = ConformanceData.json(file);
        try (Tokenizer tokenizer = tokenizer(file, json)) {
            ContinuationEncoder encoder = new ContinuationEncoder(tokenizer);
            for (JsonNode task : ConformanceData.choiceTasks(json, file)) {
                for (JsonNode item : ConformanceData.cases(task.path("items"), file)) {
                    JsonNode choices = task.path("choices").isArray() ? task.path("choices") : item.path("choices");
                    String context = item.path("context").asText();
                    for (int i = 0; i < choices.size(); i++) {
                        String continuation = task.path("target_delimiter").asText()
                                + choices.get(i).asText();
                        JsonNode golden = item.path("per_choice").get(i);
                        ContinuationIds ids = encoder.encodeAsHarness(context, continuation, 0);
                        assertIds(golden, ids, task.path("max_length").asInt());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void plainRequestsGetTheHarnesssIds(Path file) {
        JsonNode json = ConformanceData.json(file);
        JsonNode requests = json.path("loglikelihood_requests");
        try (Tokenizer tokenizer = tokenizer(file, json)) {
            ContinuationEncoder encoder = new ContinuationEncoder(tokenizer);
            for (JsonNode golden : ConformanceData.cases(requests.path("cases"), file)) {
                ContinuationIds ids = encoder.encodeAsHarness(
                        golden.path("context").asText(),
                        golden.path("continuation").asText(),
                        requests.path("prefix_token_id").asInt());
                assertIds(golden, ids, requests.path("max_length").asInt());
            }
        }
    }

    private static void assertIds(JsonNode golden, ContinuationIds ids, int maxLength) {
        assertArrayEquals(ConformanceData.ids(golden.path("context_ids")), ids.contextIds(), golden.toString());
        assertArrayEquals(
                ConformanceData.ids(golden.path("continuation_ids")), ids.continuationIds(), golden.toString());
        assertEquals(golden.path("truncated").asBoolean(), ids.isLongerThan(maxLength), golden.toString());
        ContinuationIds within = ids.within(maxLength);
        assertArrayEquals(ids.continuationIds(), within.continuationIds());
        assertEquals(Math.min(ids.length(), maxLength + 1), within.length());
    }

    private static Tokenizer tokenizer(Path file, JsonNode json) {
        Path root = file.getParent().getParent();
        return Tokenizer.load(root.resolve("tokenizers")
                .resolve(json.path("tokenizer").asText())
                .resolve("tokenizer.json"));
    }
}
