package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.weights.LlamaWeights;
import io.tiltmeter.languagemodel.weights.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits, losses and gradients against Hugging Face's, at the tolerances of the conformance set. */
class LlamaConformanceTest {

    static Stream<Path> models() {
        return ConformanceData.models().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsAreThoseOfTheReference(Path model) {
        ModelConfig config = ModelConfig.read(model);
        try (NDManager memory = TorchEngine.newManager()) {
            LlamaNetwork network = new LlamaNetwork(memory, config, ModelFolder.readWeights(memory, model, config));
            for (String name : List.of("one_token", "short")) {
                JsonNode golden = ConformanceData.golden(model).path("cases").path(name);
                int[][] ids = ConformanceData.matrix(golden.path("input_ids"));
                assertClose(
                        name, ConformanceData.tensor(model, name + ".logits"), logits(network, config, memory, ids, 0));
            }
            for (String name : List.of("unpadded", "right", "left")) {
                JsonNode golden = ConformanceData.golden(model).path("cases").path(name);
                int[][] ids = ConformanceData.unpadded(golden.path("input_ids"), golden.path("attention_mask"));
                assertClose(
                        name,
                        ConformanceData.tensor(model, name + ".logits_last3"),
                        logits(network, config, memory, ids, 3));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void lossAndGradientsAreThoseOfTheReference(Path model) {
        ModelConfig config = ModelConfig.read(model);
        JsonNode golden = ConformanceData.golden(model).path("gradients");
        List<Weight> weights = LlamaWeights.of(config);
        try (NDManager memory = TorchEngine.newManager()) {
            LlamaNetwork network = new LlamaNetwork(memory, config, ModelFolder.readWeights(memory, model, config));
            ScoredRows batch =
                    scored(config, ConformanceData.golden(model).path("cases").path("right"));
            long[] all = LongStream.range(0, weights.size()).toArray();
            List<NDArray> found = network.gradients(memory, batch, all, 1.0 / batch.targets().length);
            assertEquals(
                    golden.path("loss").path("f64").asDouble(), found.get(0).getFloat(), 1e-5);
            for (int i = 0; i < weights.size(); i++) {
                String name = weights.get(i).name();
                NDArray gradient = found.get(i + 1);
                double expected =
                        golden.path("per_parameter_grad_norm").path(name).asDouble();
                assertEquals(expected, norm(gradient), 2e-5 * expected, name);
                if (name.matches(".*layers\\.0\\.self_attn\\.[qk]_proj.*")) {
                    assertClose(
                            name, ConformanceData.tensor(model, "grad." + name), gradient.toFloatArray(), 1e-5, 1e-4);
                }
            }
            double expected = golden.path("global_grad_norm").path("f64").asDouble();
            double total = network.clip(memory, found.subList(1, found.size()), 1);
            assertEquals(expected, total, 2e-5 * expected);
            double clipped = network.clip(memory, found.subList(1, found.size()), 0);
            assertEquals(1, clipped, 1e-5);
        }
    }

    private static ScoredRows scored(ModelConfig config, JsonNode golden) {
        int[][] ids = ConformanceData.matrix(golden.path("input_ids"));
        int[][] labels = ConformanceData.matrix(golden.path("labels"));
        return ScoredRows.of(config, ids, labels, (row, at) -> labels[row][at] >= 0);
    }

    /** Logits of the last positions of each row, 0 for all, one row after the other. */
    private static float[] logits(LlamaNetwork network, ModelConfig config, NDManager memory, int[][] ids, int last) {
        int longest = Stream.of(ids).mapToInt(row -> row.length).max().orElseThrow();
        long[] flat = new long[ids.length * longest];
        LongStream.Builder rows = LongStream.builder();
        for (int row = 0; row < ids.length; row++) {
            for (int at = 0; at < ids[row].length; at++) {
                flat[row * longest + at] = ids[row][at];
                if (last == 0 || at >= ids[row].length - last) {
                    rows.add(row * longest + at);
                }
            }
        }
        long[] places = rows.build().toArray();
        return network.logits(memory, new ScoredRows(ids.length, longest, flat, places, new long[places.length]))
                .toFloatArray();
    }

    private static double norm(NDArray array) {
        double sum = 0;
        for (float number : array.toFloatArray()) {
            sum += (double) number * number;
        }
        return Math.sqrt(sum);
    }

    private static void assertClose(String what, float[] expected, float[] found) {
        assertClose(what, expected, found, 3e-5, 2e-6);
    }

    private static void assertClose(String what, float[] expected, float[] found, double absolute, double relative) {
        assertEquals(expected.length, found.length, what);
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - found[i]);
            int at = i;
            assertTrue(
                    difference <= absolute + relative * Math.abs(expected[i]),
                    () -> what + " differs at " + at + ": expected " + expected[at] + ", found " + found[at]);
        }
    }
}
