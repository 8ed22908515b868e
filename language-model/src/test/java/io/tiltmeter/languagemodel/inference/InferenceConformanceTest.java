package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Greedy answers and log-probabilities against Hugging Face's. */
class InferenceConformanceTest {

    static Stream<Path> models() {
        return ConformanceData.models().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void greedyAnswersAreThoseOfTheReference(Path model) {
        try (LanguageModel loaded = LanguageModel.load(model)) {
            JsonNode goldens = ConformanceData.golden(model).path("greedy_generation");
            int maxNewTokens = goldens.path("max_new_tokens").asInt();
            for (String name : List.of("single", "batch_left_padded", "batch_left_padded_eos")) {
                JsonNode golden = goldens.path(name);
                int eos = golden.path("eos_token_id").asInt(ModelConfig.NO_TOKEN);
                int[][] prompts = ConformanceData.unpadded(golden.path("input_ids"), golden.path("attention_mask"));
                int[][] expected = ConformanceData.matrix(golden.path("new_tokens"));
                List<int[]> found = loaded.generateGreedily(List.of(prompts), maxNewTokens, eos);
                for (int row = 0; row < prompts.length; row++) {
                    assertArrayEquals(upTo(eos, expected[row]), found.get(row), name + " row " + row);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void tokenLogProbabilitiesAreThoseOfTheReference(Path model) {
        try (LanguageModel loaded = LanguageModel.load(model)) {
            List<ContinuationRequest> requests = new ArrayList<>();
            List<JsonNode> expected = new ArrayList<>();
            for (String name : List.of("short", "unpadded", "right")) {
                JsonNode golden = ConformanceData.golden(model).path("cases").path(name);
                int[][] rows = ConformanceData.unpadded(golden.path("input_ids"), golden.path("attention_mask"));
                for (int row = 0; row < rows.length; row++) {
                    requests.add(new ContinuationRequest(
                            new int[] {rows[row][0]}, Arrays.copyOfRange(rows[row], 1, rows[row].length)));
                    expected.add(golden.path("next_token_logprobs").get(row));
                }
            }
            List<ContinuationScore> found = loaded.logLikelihoods(requests);
            for (int i = 0; i < requests.size(); i++) {
                double sum = 0;
                List<Double> tokens = found.get(i).tokenLogProbsNats();
                for (int t = 0; t < tokens.size(); t++) {
                    double golden = expected.get(i).get(t).asDouble();
                    assertEquals(golden, tokens.get(t), 3e-5 + 2e-6 * Math.abs(golden), "request " + i + " token " + t);
                    sum += tokens.get(t);
                }
                assertEquals(sum, found.get(i).logLikelihoodNats(), 1e-9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theGreedyAnswerIsGreedyAndItsLogProbabilitiesMatch(Path model) {
        try (LanguageModel loaded = LanguageModel.load(model)) {
            JsonNode golden =
                    ConformanceData.golden(model).path("greedy_generation").path("single");
            int[] prompt = ConformanceData.matrix(golden.path("input_ids"))[0];
            int[] answer = ConformanceData.matrix(golden.path("new_tokens"))[0];
            ContinuationScore score = loaded.logLikelihoods(List.of(new ContinuationRequest(prompt, answer)))
                    .get(0);
            assertTrue(score.isGreedy());
            JsonNode expected = golden.path("new_token_logprobs").get(0);
            for (int t = 0; t < answer.length; t++) {
                assertEquals(
                        expected.get(t).asDouble(), score.tokenLogProbsNats().get(t), 5e-5, "token " + t);
            }
            answer[0] = answer[0] == 5 ? 6 : 5;
            assertTrue(!loaded.logLikelihoods(List.of(new ContinuationRequest(prompt, answer)))
                    .get(0)
                    .isGreedy());
        }
    }

    private static int[] upTo(int eos, int[] tokens) {
        for (int t = 0; t < tokens.length; t++) {
            if (tokens[t] == eos) {
                return Arrays.copyOf(tokens, t);
            }
        }
        return tokens;
    }
}
