package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Merged models against peft's logits, and back. */
class AdapterMergeIT {

    @TempDir
    Path scratch;

    static Stream<Path> models() {
        return ConformanceData.models().stream().filter(model -> Files.isDirectory(model.resolve("adapter")));
    }

    @ParameterizedTest
    @MethodSource("models")
    void theMergedModelHasTheAdaptersLogits(Path model) {
        Path merged = scratch.resolve("merged");
        AdapterMerge.merge(model, model.resolve("adapter"), merged);
        assertLogits(model, merged, "lora.short.logits");
    }

    @ParameterizedTest
    @MethodSource("models")
    void removingAMergedAdapterRestoresTheBaseWithinRounding(Path model) {
        Path merged = scratch.resolve("merged");
        Path again = scratch.resolve("again");
        AdapterMerge.merge(model, model.resolve("adapter"), merged);
        AdapterMerge.unmerge(merged, model.resolve("adapter"), again);
        assertLogits(model, again, "short.logits");
        ModelConfig config = ModelConfig.read(model);
        try (NDManager memory = TorchEngine.newManager()) {
            List<NDArray> base = ModelFolder.readWeights(memory, model, config, Precision.FLOAT32);
            List<NDArray> adapted = ModelFolder.readWeights(memory, merged, config, Precision.FLOAT32);
            List<NDArray> found = ModelFolder.readWeights(memory, again, config, Precision.FLOAT32);
            int changed = 0;
            for (int place = 0; place < base.size(); place++) {
                float[] expected = base.get(place).toFloatArray();
                float[] between = adapted.get(place).toFloatArray();
                float[] back = found.get(place).toFloatArray();
                for (int i = 0; i < expected.length; i++) {
                    double magnitude = Math.max(Math.abs(expected[i]), Math.abs(between[i]));
                    assertEquals(expected[i], back[i], 0x1p-23 * magnitude, "weight " + place);
                    changed += between[i] == expected[i] ? 0 : 1;
                }
            }
            assertTrue(changed > 0, "the adapter changed nothing");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsNotAdaptedKeepsItsBytesAndTheSmallFilesComeAlong(Path model) throws IOException {
        Path merged = scratch.resolve("merged");
        AdapterMerge.merge(model, model.resolve("adapter"), merged);
        for (String name : List.of("config.json", "generation_config.json")) {
            assertArrayEquals(Files.readAllBytes(model.resolve(name)), Files.readAllBytes(merged.resolve(name)), name);
        }
        assertEquals(Files.exists(model.resolve("tokenizer.json")), Files.exists(merged.resolve("tokenizer.json")));
        assertFalse(Files.exists(merged.resolve("model.safetensors.index.json")));
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
        Path model = ConformanceData.models().get(0);
        Path other = ConformanceData.models().stream()
                .filter(path -> ModelConfig.read(path).family()
                        != ModelConfig.read(model).family())
                .findFirst()
                .orElseThrow();
        Path target = scratch.resolve("target");
        assertThrows(
                UnsupportedModelException.class, () -> AdapterMerge.merge(model, other.resolve("adapter"), target));
        assertThrows(
                UnsupportedModelException.class, () -> AdapterMerge.merge(scratch, model.resolve("adapter"), target));
        assertThrows(
                IllegalArgumentException.class,
                () -> AdapterMerge.merge(model, model.resolve("adapter"), model.resolve(".")));
        assertFalse(Files.exists(target));
    }

    private static void assertLogits(Path model, Path folder, String tensor) {
        ModelConfig config = ModelConfig.read(folder);
        JsonNode golden = ConformanceData.golden(model).path("cases").path("short");
        int[][] everywhere = {
            IntStream.range(0, golden.path("input_ids").path(0).size()).toArray()
        };
        String wide = ConformanceData.tensorNames(model).contains(tensor + "_f64") ? tensor + "_f64" : tensor;
        try (NDManager memory = TorchEngine.newManager()) {
            List<NDArray> weights = ModelFolder.readWeights(memory, folder, config, Precision.FLOAT32);
            DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
            NDArray found = network.logits(memory, weights, Golden.at(config, golden, everywhere));
            Golden.assertLogits(tensor, ConformanceData.tensor(model, wide), found.toFloatArray());
        }
    }
}
