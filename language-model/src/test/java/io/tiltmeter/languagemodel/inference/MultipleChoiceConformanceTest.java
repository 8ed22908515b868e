package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.scoring.ChoicePicks;
import io.tiltmeter.languagemodel.text.ContinuationEncoder;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the text of an item to the picked choice, as in lm-evaluation-harness; {@code scoring/multiple_choice.json}. */
class MultipleChoiceConformanceTest {

    private static final double TOLERANCE_NATS = 1e-4;

    static Stream<Path> files() {
        return ConformanceData.scoring("multiple_choice.json").stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void picksAndLikelihoodsAreTheHarnesss(Path file) {
        for (JsonNode task : ConformanceData.choiceTasks(ConformanceData.json(file), file)) {
            assertTask(file, task);
        }
    }

    private static void assertTask(Path file, JsonNode task) {
        List<JsonNode> items = ConformanceData.cases(task.path("items"), file);
        List<JsonNode> goldens = new ArrayList<>();
        List<ContinuationIds> encoded = new ArrayList<>();
        try (Tokenizer tokenizer = tokenizer(file)) {
            ContinuationEncoder encoder = new ContinuationEncoder(tokenizer);
            for (JsonNode item : items) {
                List<String> choices = choices(task, item);
                for (int i = 0; i < choices.size(); i++) {
                    String continuation = task.path("target_delimiter").asText() + choices.get(i);
                    encoded.add(encoder.encodeAsHarness(item.path("context").asText(), continuation, 0));
                    goldens.add(item.path("per_choice").get(i));
                }
            }
        }
        List<ContinuationScore> scores = assertScores(file, task, encoded, goldens);
        int at = 0;
        for (JsonNode item : items) {
            List<String> choices = choices(task, item);
            List<Double> logLikelihoods = new ArrayList<>();
            for (int i = 0; i < choices.size(); i++) {
                logLikelihoods.add(scores.get(at++).logLikelihoodNats());
            }
            assertEquals(
                    new ChoicePicks(
                            item.path("pick_acc").asInt(),
                            item.path("pick_acc_norm").asInt(),
                            item.path("pick_acc_bytes").asInt()),
                    ChoicePicks.of(logLikelihoods, choices),
                    item.path("question").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void plainRequestsGetTheHarnesssLikelihoods(Path file) {
        JsonNode requests = ConformanceData.json(file).path("loglikelihood_requests");
        List<JsonNode> goldens = ConformanceData.cases(requests.path("cases"), file);
        int prefix = requests.path("prefix_token_id").asInt();
        List<ContinuationIds> encoded = new ArrayList<>();
        try (Tokenizer tokenizer = tokenizer(file)) {
            ContinuationEncoder encoder = new ContinuationEncoder(tokenizer);
            for (JsonNode golden : goldens) {
                encoded.add(encoder.encodeAsHarness(
                        golden.path("context").asText(),
                        golden.path("continuation").asText(),
                        prefix));
            }
        }
        assertScores(file, requests, encoded, goldens);
    }

    private static List<ContinuationScore> assertScores(
            Path file, JsonNode task, List<ContinuationIds> encoded, List<JsonNode> goldens) {
        int maxLength = task.path("max_length").asInt();
        List<ContinuationIds> requests = new ArrayList<>();
        for (int i = 0; i < encoded.size(); i++) {
            assertArrayEquals(
                    ConformanceData.ids(goldens.get(i).path("context_ids")),
                    encoded.get(i).contextIds());
            assertArrayEquals(
                    ConformanceData.ids(goldens.get(i).path("continuation_ids")),
                    encoded.get(i).continuationIds());
            requests.add(encoded.get(i).within(maxLength));
        }
        Path folder = file.getParent()
                .getParent()
                .resolve("models")
                .resolve(task.path("model").asText());
        LanguageModel model = SharedModels.of(folder);
        assertEquals(maxLength, model.config().maxPositionEmbeddings());
        List<ContinuationScore> scores = model.logLikelihoods(requests);
        for (int i = 0; i < scores.size(); i++) {
            JsonNode golden = goldens.get(i);
            assertEquals(
                    golden.path("loglikelihood_f64").asDouble(),
                    scores.get(i).logLikelihoodNats(),
                    TOLERANCE_NATS,
                    golden.toString());
            assertEquals(golden.path("is_greedy").asBoolean(), scores.get(i).isGreedy(), golden.toString());
        }
        return scores;
    }

    private static List<String> choices(JsonNode task, JsonNode item) {
        List<String> choices = new ArrayList<>();
        (task.path("choices").isArray() ? task.path("choices") : item.path("choices"))
                .forEach(choice -> choices.add(choice.asText()));
        return choices;
    }

    private static Tokenizer tokenizer(Path file) {
        String name = ConformanceData.json(file).path("tokenizer").asText();
        return Tokenizer.load(
                file.getParent().getParent().resolve("tokenizers").resolve(name).resolve("tokenizer.json"));
    }
}
