package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits, states, losses and gradients against Hugging Face's, with and without an adapter, padded on either side. */
class DecoderConformanceIT {

    private NDManager memory;

    static Stream<Path> models() {
        return ConformanceData.models().stream();
    }

    @BeforeEach
    void open() {
        memory = TorchEngine.newManager();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsAreThoseOfTheReference(Path model) {
        ModelConfig config = ModelConfig.read(model);
        List<NDArray> weights = ModelFolder.readWeights(memory, model, config, Precision.FLOAT32);
        checkLogits(model, config, weights, "");
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsWithAnAdapterAreThoseOfTheReference(Path model) {
        ModelConfig config = ModelConfig.read(model);
        List<NDArray> weights = ModelFolder.readWeights(memory, model, config, Precision.FLOAT32);
        checkLogits(model, config, adapter(model, config).append(memory, weights), "lora.");
    }

    private void checkLogits(Path model, ModelConfig config, List<NDArray> weights, String prefix) {
        DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
        Set<String> names = ConformanceData.tensorNames(model);
        int checked = 0;
        for (String name : List.of("one_token", "short", "unpadded", "right", "left")) {
            JsonNode golden = ConformanceData.golden(model).path("cases").path(name);
            boolean whole = names.contains(prefix + name + ".logits");
            String tensor = prefix + name + (whole ? ".logits" : ".logits_last3");
            if (names.contains(tensor)) {
                int[][] places = whole
                        ? new int[][] {
                            IntStream.range(0, golden.path("input_ids").path(0).size())
                                    .toArray()
                        }
                        : ConformanceData.matrix(golden.path("last_positions"));
                String wide = names.contains(tensor + "_f64") ? tensor + "_f64" : tensor;
                ScoredRows rows = Golden.at(config, golden, places);
                Golden.assertLogits(
                        tensor,
                        ConformanceData.tensor(model, wide),
                        network.logits(memory, weights, rows).toFloatArray());
                checked++;
            }
        }
        assertTrue(checked > 0, "there are no logits in the golden file");
    }

    @ParameterizedTest
    @MethodSource("models")
    void hiddenStatesAreThoseOfTheReference(Path model) {
        ModelConfig config = ModelConfig.read(model);
        List<NDArray> weights = ModelFolder.readWeights(memory, model, config, Precision.FLOAT32);
        DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
        int[][] ids = ConformanceData.matrix(
                ConformanceData.golden(model).path("cases").path("short").path("input_ids"));
        NDArray found = network.hiddenStates(memory, weights, new LeftPadded(config, ids, 0));
        Golden.assertLogits(
                "hidden states", ConformanceData.tensor(model, "short.hidden_states"), found.toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("models")
    void lossesAreThoseOfTheReference(Path model) {
        ModelConfig config = ModelConfig.read(model);
        List<NDArray> weights = ModelFolder.readWeights(memory, model, config, Precision.FLOAT32);
        DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
        for (String name : List.of("short", "unpadded", "right", "left")) {
            JsonNode golden = ConformanceData.golden(model).path("cases").path(name);
            ScoredRows rows = Golden.scored(config, golden);
            assertEquals(golden.path("n_loss_tokens").asInt(), rows.targets().length, name);
            double sum = 0;
            for (float logProb : network.score(memory, weights, rows).get(0).toFloatArray()) {
                sum -= logProb;
            }
            JsonNode loss = golden.path("loss");
            double expected =
                    loss.isNumber() ? loss.asDouble() : loss.path("f64").asDouble();
            assertEquals(expected, sum / rows.targets().length, 1e-5, name);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void lossAndGradientsAreThoseOfTheReferenceKeptOrRecomputed(Path model) {
        ModelConfig config = ModelConfig.read(model);
        JsonNode golden = ConformanceData.golden(model).path("gradients");
        List<Weight> layout = WeightLayout.of(config);
        List<NDArray> weights = ModelFolder.readWeights(memory, model, config, Precision.FLOAT32);
        DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
        ScoredRows batch = Golden.scored(
                config,
                ConformanceData.golden(model)
                        .path("cases")
                        .path(golden.path("case").asText("right")));
        long[] all = LongStream.range(0, layout.size()).toArray();
        for (Activations activations : Activations.values()) {
            List<NDArray> found =
                    network.gradients(memory, weights, all, batch, 1.0 / batch.targets().length, activations);
            assertEquals(
                    golden.path("loss").path("f64").asDouble(), found.get(0).getFloat(), 1e-5);
            for (int i = 0; i < layout.size(); i++) {
                check(model, golden, layout.get(i).name(), found.get(i + 1));
            }
            double expected = golden.path("global_grad_norm").path("f64").asDouble();
            double total = network.clip(memory, found.subList(1, found.size()), 1);
            assertEquals(expected, total, 2e-5 * expected, activations.name());
            double clipped = network.clip(memory, found.subList(1, found.size()), 0);
            assertEquals(Math.min(1, expected), clipped, 1e-5);
        }
    }

    private static void check(Path model, JsonNode golden, String name, NDArray gradient) {
        JsonNode norms = golden.path("per_parameter_grad_norm").path(name);
        assertTrue(norms.isNumber(), "no gradient norm of " + name);
        assertEquals(norms.asDouble(), Golden.norm(gradient), 2e-5 * norms.asDouble(), name);
        if (ConformanceData.tensorNames(model).contains("grad." + name)) {
            Golden.assertClose(
                    name, ConformanceData.tensor(model, "grad." + name), gradient.toFloatArray(), 1e-5, 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsOfTheAdapterAreThoseOfTheReferenceKeptOrRecomputed(Path model) {
        ModelConfig config = ModelConfig.read(model);
        List<Weight> layout = WeightLayout.of(config);
        List<NDArray> weights = ModelFolder.readWeights(memory, model, config, Precision.FLOAT32);
        DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
        AdapterFolder.Read read = AdapterFolder.read(memory, model.resolve("adapter"), config);
        ScoredRows batch = Golden.scored(
                config, ConformanceData.golden(model).path("cases").path("right"));
        long[] trained = read.factors().keySet().stream()
                .sorted()
                .mapToLong(place -> AdapterTensors.indexOfA(layout.size(), place))
                .flatMap(place -> LongStream.of(place, place + 1))
                .toArray();
        for (Activations activations : Activations.values()) {
            List<NDArray> found = network.gradients(
                    memory,
                    adapter(model, config).append(memory, weights),
                    trained,
                    batch,
                    1.0 / batch.targets().length,
                    activations);
            for (int i = 0; i < trained.length; i++) {
                String module =
                        layout.get((int) (trained[i] - layout.size()) / 2).module();
                String name = "lora.grad.base_model.model." + module + (i % 2 == 0 ? ".lora_A" : ".lora_B") + ".weight";
                Golden.assertClose(
                        name,
                        ConformanceData.tensor(model, name),
                        found.get(i + 1).toFloatArray(),
                        1e-5,
                        1e-4);
            }
        }
    }

    private AdapterTensors adapter(Path model, ModelConfig config) {
        AdapterFolder.Read read = AdapterFolder.read(memory, model.resolve("adapter"), config);
        int weights = WeightLayout.of(config).size();
        return AdapterTensors.of(memory, weights, read.factors(), read.config().scale(), 0);
    }
}
