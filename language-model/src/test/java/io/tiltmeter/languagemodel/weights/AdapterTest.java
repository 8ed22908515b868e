package io.tiltmeter.languagemodel.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Scaling;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterTest {

    private static final String Q = "model.layers.0.self_attn.q_proj";
    private static final String V = "model.layers.0.self_attn.v_proj";
    private static final Map<String, List<Long>> SHAPES =
            Map.of(Q, List.of(6L, 4L), V, List.of(3L, 4L), "lm_head", List.of(9L, 4L));

    @TempDir
    Path folder;

    /** What peft wrote is read for the model it belongs to and written back with the same tensors. */
    @Test
    void everyConformanceAdapterIsReadAndWrittenUnchanged() throws IOException {
        for (Path model : ConformanceData.models()) {
            Path source = model.resolve("adapter");
            Adapter adapter = Adapter.read(source, linearModules(model));
            assertFalse(adapter.pairs().isEmpty());
            adapter.write(folder);
            try (SafetensorsFile before = SafetensorsFile.open(source.resolve(Adapter.WEIGHTS));
                    SafetensorsFile after = SafetensorsFile.open(folder.resolve(Adapter.WEIGHTS))) {
                assertEquals(before.tensors(), after.tensors());
                for (String name : before.tensors().keySet()) {
                    assertEquals(before.bytes(name), after.bytes(name), model + " " + name);
                }
            }
        }
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        sound().write(folder);
        Adapter read = Adapter.read(folder, SHAPES);
        assertEquals(sound().config(), read.config());
        assertEquals(List.of(Q, V), List.copyOf(read.pairs().keySet()));
        assertEquals(Numbers.floats(0, 8), read.pairs().get(Q).a());
        assertEquals(Numbers.floats(8, 12), read.pairs().get(Q).b());
        byte[] bytes = Files.readAllBytes(folder.resolve(Adapter.WEIGHTS));
        read.write(folder);
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve(Adapter.WEIGHTS)));
    }

    @Test
    void everyFaultIsNamedAtOnce() throws IOException {
        sound().write(folder);
        new SafetensorsWriter()
                .add("base_model.model." + Q + ".lora_A.weight", List.of(2L, 4L), () -> Numbers.floats(0, 8))
                .add("base_model.model." + V + ".lora_A.weight", List.of(2L, 5L), () -> Numbers.floats(0, 10))
                .add(
                        "base_model.model." + V + ".lora_B.weight",
                        ElementType.I32,
                        List.of(3L, 2L),
                        () -> Numbers.zeros(24))
                .add("base_model.model.lm_head.lora_A.weight", List.of(2L, 4L), () -> Numbers.floats(0, 8))
                .add("x\n", List.of(1L), () -> Numbers.floats(0, 1))
                .write(folder.resolve(Adapter.WEIGHTS));
        UnsupportedModelException error =
                assertThrows(UnsupportedModelException.class, () -> Adapter.read(folder, SHAPES));
        assertEquals(5, error.faults().size(), error.getMessage());
        for (String fault : List.of(
                Q + ".lora_B.weight' of shape [6, 2] is missing",
                V + ".lora_A.weight' has shape [2, 5], expected from r and the model: [2, 4]",
                V + ".lora_B.weight' has type I32",
                "'base_model.model.lm_head.lora_A.weight' is unexpected",
                "'x?' is unexpected")) {
            assertTrue(error.getMessage().contains(fault), fault + " is not in: " + error.getMessage());
        }
    }

    @Test
    void anAdapterForOtherModulesIsRefused() throws IOException {
        sound().write(folder);
        assertRefused(Map.of("gpt_neox.layers.0.attention.query_key_value", List.of(12L, 4L)), "name no module");
    }

    @Test
    void aPickledOrMissingAdapterIsRefused() throws IOException {
        sound().write(folder);
        Files.move(folder.resolve(Adapter.WEIGHTS), folder.resolve("adapter_model.bin"));
        assertRefused(SHAPES, "has adapter_model.bin only");
        Files.delete(folder.resolve("adapter_model.bin"));
        assertRefused(SHAPES, "has no adapter_model.safetensors");
        Files.write(folder.resolve(Adapter.WEIGHTS), new byte[3]);
        assertRefused(SHAPES, "too few for a header");
    }

    @Test
    void knownCausesAreNamedWithTheWayOut() throws IOException {
        sound().write(folder);
        new SafetensorsWriter().write(folder.resolve(Adapter.WEIGHTS));
        assertRefused(SHAPES, "holds no numbers (0 tensors)");
        new SafetensorsWriter()
                .add("base_model.model._orig_mod." + Q + ".lora_A.weight", List.of(2L, 4L), () -> Numbers.floats(0, 8))
                .write(folder.resolve(Adapter.WEIGHTS));
        assertRefused(SHAPES, "has '_orig_mod.' in its name");
        new SafetensorsWriter()
                .add("base_model.model.model.embed_tokens.weight", List.of(2L, 4L), () -> Numbers.floats(0, 8))
                .write(folder.resolve(Adapter.WEIGHTS));
        assertRefused(
                SHAPES, "the vocabulary was resized or modules_to_save names it; merge the adapter into its base");
    }

    @Test
    void sixteenBitNumbersAreWidened() throws IOException {
        sound().config().write(folder);
        SafetensorsWriter writer = new SafetensorsWriter();
        sound().pairs()
                .forEach((module, pair) -> writer.add(
                                "base_model.model." + module + ".lora_A.weight",
                                ElementType.BF16,
                                List.of(2L, pair.in()),
                                () -> FloatNarrowing.toBfloat16(pair.a()))
                        .add(
                                "base_model.model." + module + ".lora_B.weight",
                                ElementType.BF16,
                                List.of(pair.out(), 2L),
                                () -> FloatNarrowing.toBfloat16(pair.b())));
        writer.write(folder.resolve(Adapter.WEIGHTS));
        assertEquals(
                Numbers.floats(0, 8),
                Adapter.read(folder, SHAPES).pairs().get(Q).a());
    }

    @Test
    void pairsMustFitTheConfiguration() {
        LowRankPair pair = new LowRankPair(1, 4, 6, Numbers.floats(0, 4), Numbers.floats(0, 6));
        assertThrows(IllegalArgumentException.class, () -> new Adapter(sound().config(), Map.of(Q, pair)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LowRankPair(2, 4, 6, Numbers.floats(0, 4), Numbers.floats(0, 6)));
    }

    private void assertRefused(Map<String, List<Long>> shapes, String fault) {
        UnsupportedModelException error =
                assertThrows(UnsupportedModelException.class, () -> Adapter.read(folder, shapes));
        assertTrue(error.getMessage().contains(fault), error.getMessage());
    }

    private static Adapter sound() {
        AdapterConfig config =
                new AdapterConfig(2, 4, Scaling.ALPHA_OVER_RANK, 0, new Targets.Named(List.of("q_proj", "v_proj")), "");
        return new Adapter(
                config,
                Map.of(
                        Q, new LowRankPair(2, 4, 6, Numbers.floats(0, 8), Numbers.floats(8, 12)),
                        V, new LowRankPair(2, 4, 3, Numbers.floats(20, 8), Numbers.floats(28, 6))));
    }

    /** Every matrix of the model's file but the embedding, by the name of its module. */
    private static Map<String, List<Long>> linearModules(Path model) throws IOException {
        Map<String, List<Long>> shapes = new HashMap<>();
        try (WeightFiles files = WeightFiles.open(model)) {
            for (TensorEntry entry : files.tensors().values()) {
                if (entry.shape().size() == 2 && entry.name().endsWith(".weight")) {
                    shapes.put(entry.name().substring(0, entry.name().length() - ".weight".length()), entry.shape());
                }
            }
        }
        return shapes;
    }
}
