package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Greedy answers and log-probabilities against Hugging Face's. */
class InferenceConformanceTest {

    private static final List<String> GREEDY = List.of("single", "batch_left_padded", "batch_left_padded_eos");

    static Stream<Path> models() {
        return ConformanceData.models().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void greedyAnswersAreThoseOfTheReference(Path model) {
        LanguageModel loaded = SharedModels.of(model);
        JsonNode goldens = ConformanceData.golden(model).path("greedy_generation");
        int maxNewTokens = goldens.path("max_new_tokens").asInt();
        for (String name : GREEDY) {
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

    @ParameterizedTest
    @MethodSource("models")
    void tokenLogProbabilitiesAreThoseOfTheReference(Path model) {
        List<ContinuationIds> requests = new ArrayList<>();
        List<double[]> expected = new ArrayList<>();
        for (String name : List.of("short", "unpadded", "right", "left")) {
            JsonNode golden = ConformanceData.golden(model).path("cases").path(name);
            int[][] rows = ConformanceData.unpadded(golden.path("input_ids"), golden.path("attention_mask"));
            for (int row = 0; row < rows.length; row++) {
                requests.add(new ContinuationIds(
                        new int[] {rows[row][0]}, Arrays.copyOfRange(rows[row], 1, rows[row].length)));
                expected.add(numbers(golden.path("next_token_logprobs").get(row)));
            }
        }
        assertScores(model, requests, expected);
    }

    @ParameterizedTest
    @MethodSource("models")
    void logProbabilitiesOfTheGreedyAnswersAreThoseOfTheReference(Path model) {
        List<ContinuationIds> requests = new ArrayList<>();
        List<double[]> expected = new ArrayList<>();
        for (String name : List.of("single", "batch_left_padded")) {
            JsonNode golden =
                    ConformanceData.golden(model).path("greedy_generation").path(name);
            int[][] prompts = ConformanceData.unpadded(golden.path("input_ids"), golden.path("attention_mask"));
            int[][] answers = ConformanceData.matrix(golden.path("new_tokens"));
            for (int row = 0; row < prompts.length; row++) {
                requests.add(new ContinuationIds(prompts[row], answers[row]));
                expected.add(numbers(golden.path("new_token_logprobs").get(row)));
            }
        }
        assertScores(model, requests, expected)
                .forEach(score -> assertTrue(score.isGreedy(), "a greedy answer is greedy"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aContinuationWithAnotherTokenThanTheLikeliestIsNotGreedy(Path model) {
        JsonNode golden =
                ConformanceData.golden(model).path("greedy_generation").path("single");
        int[] prompt = ConformanceData.matrix(golden.path("input_ids"))[0];
        int[] answer = ConformanceData.matrix(golden.path("new_tokens"))[0];
        answer[0] = answer[0] == 5 ? 6 : 5;
        LanguageModel loaded = SharedModels.of(model);
        assertFalse(loaded.logLikelihoods(List.of(new ContinuationIds(prompt, answer)))
                .get(0)
                .isGreedy());
    }

    @ParameterizedTest
    @MethodSource("models")
    void meanLossesOfALabelledBatchAreThatOfTheReference(Path model) {
        LanguageModel loaded = SharedModels.of(model);
        for (String name : List.of("short", "unpadded", "right")) {
            JsonNode golden = ConformanceData.golden(model).path("cases").path(name);
            int[][] ids = ConformanceData.matrix(golden.path("input_ids"));
            int[][] labels = ConformanceData.matrix(golden.path("labels"));
            List<EncodedExample> examples = new ArrayList<>();
            for (int row = 0; row < ids.length; row++) {
                examples.add(new EncodedExample(ids[row], labels[row]));
            }
            List<Double> losses = loaded.meanLosses(examples);
            double sum = 0;
            int tokens = 0;
            for (int row = 0; row < ids.length; row++) {
                sum += losses.get(row) * examples.get(row).scoredTokens();
                tokens += examples.get(row).scoredTokens();
            }
            assertEquals(golden.path("n_loss_tokens").asInt(), tokens);
            JsonNode loss = golden.path("loss");
            double expected =
                    loss.isNumber() ? loss.asDouble() : loss.path("f64").asDouble();
            assertEquals(expected, sum / tokens, 1e-5, name);
        }
    }

    private static List<ContinuationScore> assertScores(
            Path model, List<ContinuationIds> requests, List<double[]> expected) {
        LanguageModel loaded = SharedModels.of(model);
        List<ContinuationScore> found = loaded.logLikelihoods(requests);
        for (int i = 0; i < requests.size(); i++) {
            List<Double> tokens = found.get(i).tokenLogProbsNats();
            assertEquals(expected.get(i).length, tokens.size(), "tokens of request " + i);
            double sum = 0;
            for (int t = 0; t < tokens.size(); t++) {
                double golden = expected.get(i)[t];
                assertEquals(golden, tokens.get(t), 3e-5 + 2e-6 * Math.abs(golden), "request " + i + " token " + t);
                sum += tokens.get(t);
            }
            assertEquals(sum, found.get(i).logLikelihoodNats(), 1e-9);
        }
        return found;
    }

    /** The numbers of a list, nulls left out. */
    private static double[] numbers(JsonNode list) {
        return IntStream.range(0, list.size())
                .filter(at -> !list.get(at).isNull())
                .mapToDouble(at -> list.get(at).asDouble())
                .toArray();
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
