package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.LlamaNetwork;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import io.tiltmeter.languagemodel.weights.LlamaWeights;
import io.tiltmeter.languagemodel.weights.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three AdamW steps against Hugging Face's and PyTorch's. The reference decays norms as well, which a session does not,
 * so the optimizer is driven directly, with every trained weight decayed.
 */
class TrainingConformanceTest {

    static Stream<Path> models() {
        return ConformanceData.models().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void fullFinetuningFollowsTheReference(Path model) {
        follow(model, "train_full", FineTuningType.FULL, 1);
    }

    @ParameterizedTest
    @MethodSource("models")
    void unclippedFinetuningFollowsTheReference(Path model) {
        follow(model, "train_full_no_clipping", FineTuningType.FULL, 0);
    }

    @ParameterizedTest
    @MethodSource("models")
    void queryKeyFinetuningFollowsTheReferenceAndLeavesTheRestUntouched(Path model) {
        follow(model, "train_qk_only", FineTuningType.QK_ONLY, 1);
    }

    private static void follow(Path model, String name, FineTuningType type, double maxGradNorm) {
        JsonNode golden = ConformanceData.golden(model).path(name);
        ModelConfig config = ModelConfig.read(model);
        TrainingSettings settings = new TrainingSettings(type, 0.9, 0.999, 1e-8, 0.01, maxGradNorm, 0);
        TrainedWeights moved = TrainedWeights.of(config, settings);
        TrainedWeights allDecayed = new TrainedWeights(
                moved.places(), moved.weights(), moved.weights().size());
        ScoredRows batch =
                batch(config, ConformanceData.golden(model).path("cases").path("right"));
        double share = 1.0 / batch.targets().length;
        try (NDManager memory = TorchEngine.newManager()) {
            List<NDArray> weights = ModelFolder.readWeights(memory, model, config);
            List<float[]> before = weights.stream().map(NDArray::toFloatArray).toList();
            LlamaNetwork network = new LlamaNetwork(memory, config, weights);
            Optimizer optimizer = new Optimizer(memory, network, allDecayed, settings);
            JsonNode losses =
                    golden.path("loss_before_each_step_then_after_last").path("f64");
            JsonNode norms = golden.path("pre_clip_grad_norm_each_step").path("f64");
            for (int step = 0; step <= norms.size(); step++) {
                List<NDArray> found = network.gradients(memory, batch, optimizer.trained(), share);
                assertEquals(losses.get(step).asDouble(), found.get(0).getFloat(), 1e-4, name + " loss " + step);
                if (step < norms.size()) {
                    double norm = optimizer.step(memory, found.subList(1, found.size()), 1e-3);
                    double expected = norms.get(step).asDouble();
                    assertEquals(expected, norm, 2e-5 * expected, name + " gradient norm " + step);
                }
            }
            checkWeights(golden, config, moved, before, weights);
        }
    }

    private static void checkWeights(
            JsonNode golden, ModelConfig config, TrainedWeights moved, List<float[]> before, List<NDArray> after) {
        List<Weight> layout = LlamaWeights.of(config);
        for (int i = 0; i < layout.size(); i++) {
            String name = layout.get(i).name();
            float[] numbers = after.get(i).toFloatArray();
            JsonNode expected = golden.path("parameter_norm_after_3_steps").path(name);
            if (!moved.weights().contains(layout.get(i))) {
                assertArrayEquals(before.get(i), numbers, name);
            } else if (expected.isNumber()) {
                double sum = 0;
                for (float number : numbers) {
                    sum += (double) number * number;
                }
                assertEquals(expected.asDouble(), Math.sqrt(sum), 1e-5 * expected.asDouble(), name);
            }
        }
    }

    private static ScoredRows batch(ModelConfig config, JsonNode golden) {
        int[][] ids = ConformanceData.matrix(golden.path("input_ids"));
        int[][] labels = ConformanceData.matrix(golden.path("labels"));
        return ScoredRows.of(config, ids, labels, (row, at) -> labels[row][at] >= 0);
    }
}
