package io.tiltmeter.languagemodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {

    private static final String LLAMA = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "intermediate_size": 128,
             "num_hidden_layers": 1, "num_attention_heads": 4, "vocab_size": 30, %s}
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        ModelConfig config = TinyModels.config(24, 4, 2, 6, false);
        config.write(folder);
        assertEquals(config, ModelConfig.read(folder));
        ObjectNode json = (ObjectNode)
                new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        assertEquals("LlamaForCausalLM", json.path("architectures").path(0).asText());
        assertEquals("float32", json.path("torch_dtype").asText());
        assertEquals("float32", json.path("dtype").asText());
    }

    @ParameterizedTest
    @EnumSource
    void aFreshModelOfEachFamilyIsWrittenAndReadBack(Family family) throws IOException {
        ModelConfig config = TinyModels.config(32, 4, 4, 8, false).ofFamily(family);
        config.write(folder);
        assertEquals(config, ModelConfig.read(folder));
        assertEquals(family, config.family());
        assertEquals(family == Family.GPT_NEOX ? 2 : 8, config.rotary().dimensions());
    }

    @Test
    void everyEndTokenIsReadAndWritten() throws IOException {
        write(LLAMA.formatted("\"eos_token_id\": [0, 29, 0]"));
        ModelConfig config = ModelConfig.read(folder);
        assertEquals(List.of(0, 29), config.eosTokenIds());
        config.write(folder);
        assertEquals("[0,29]", json().path("eos_token_id").toString());
        write(LLAMA.formatted("\"eos_token_id\": [0, 30, \"</s>\"], \"bos_token_id\": [1, 2]"));
        assertFaults(
                "eos_token_id 30 is outside [0, vocab_size 30)",
                "eos_token_id \"</s>\" is not a token id",
                "bos_token_id [1,2] has 2 token ids");
    }

    @Test
    void layersOfSeveralTypesAreRefused() throws IOException {
        write(LLAMA.formatted("\"layer_types\": [\"full_attention\"]"));
        ModelConfig.read(folder);
        write(LLAMA.formatted("\"layer_types\": [\"full_attention\", \"sliding_attention\"]"));
        assertFaults("layer_types has \"sliding_attention\", which is not supported");
    }

    @Test
    void theTypeOfTheWeightsHasTwoNames() throws IOException {
        write(LLAMA.formatted("\"dtype\": \"bfloat16\""));
        ModelConfig.read(folder);
        write(LLAMA.formatted("\"dtype\": \"float8\""));
        assertFaults("dtype 'float8' is not supported");
        write(LLAMA.formatted("\"dtype\": \"bfloat16\", \"torch_dtype\": \"float16\""));
        assertFaults("torch_dtype \"float16\" contradicts dtype \"bfloat16\"");
    }

    @Test
    void absentFieldsHaveTheDefaultsOfTransformers() throws IOException {
        write("""
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64,
                 "intermediate_size": 128, "num_hidden_layers": 1, "num_attention_heads": 4, "vocab_size": 30}
                """);
        assertEquals(
                ModelConfig.llama(64, 128, 1, 4, 4, 16, 30, 2048, 1e-6, 10_000, false, -1, -1, -1),
                ModelConfig.read(folder));
    }

    @Test
    void everyFaultIsNamedAtOnceWithWhatIsSupported() throws IOException {
        write("""
                {"architectures": ["GPTNeoXForCausalLM"], "model_type": "llama", "hidden_act": "gelu",
                 "torch_dtype": "float8", "attention_bias": true, "rope_scaling": {"type": "linear"},
                 "hidden_size": 64, "intermediate_size": 0, "num_hidden_layers": 1, "num_attention_heads": 3,
                 "num_key_value_heads": 2, "head_dim": 7, "vocab_size": 30, "eos_token_id": 30}
                """);
        UnsupportedModelException error = assertThrows(UnsupportedModelException.class, () -> ModelConfig.read(folder));
        for (String part : List.of(
                "supported: [\"LlamaForCausalLM\"]",
                "hidden_act 'gelu'",
                "torch_dtype 'float8' is not supported; supported: [float32, float16, bfloat16]",
                "attention_bias 'true'",
                "rope_scaling",
                "intermediate_size 0 is not positive",
                "num_key_value_heads 2 does not divide num_attention_heads 3",
                "turns 7 dimensions of a head",
                "eos_token_id 30 is outside [0, vocab_size 30)")) {
            assertTrue(error.getMessage().contains(part), part + " is not in: " + error.getMessage());
        }
        assertEquals(9, error.faults().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden_size",
                "intermediate_size",
                "num_hidden_layers",
                "num_attention_heads",
                "num_key_value_heads",
                "head_dim",
                "vocab_size",
                "max_position_embeddings"
            })
    void sizesThatWouldFillTheMemoryAreFaults(String field) throws IOException {
        for (String size : List.of("2000000000", "2147483648", "1e300")) {
            ObjectNode json = (ObjectNode) new ObjectMapper().readTree("""
                    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64,
                     "intermediate_size": 128, "num_hidden_layers": 1, "num_attention_heads": 4, "vocab_size": 30}
                    """);
            json.putRawValue(field, new RawValue(size));
            write(json.toString());
            UnsupportedModelException error =
                    assertThrows(UnsupportedModelException.class, () -> ModelConfig.read(folder));
            assertTrue(error.getMessage().contains(field), error.getMessage());
        }
    }

    @Test
    void aFolderWithoutConfigOrWithBrokenJsonIsRefused() throws IOException {
        assertThrows(UnsupportedModelException.class, () -> ModelConfig.read(folder));
        for (String json : List.of("", "{", "[]", "null")) {
            write(json);
            assertThrows(UnsupportedModelException.class, () -> ModelConfig.read(folder), json);
        }
    }

    @Test
    void everyFamilyIsReadWrittenAndReadBack() throws IOException {
        for (Path model : ConformanceData.models()) {
            ModelConfig config = ModelConfig.read(model);
            config.write(folder);
            assertEquals(config, ModelConfig.read(folder), model.toString());
        }
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            ModelConfig config = TinyModels.random(random);
            config.write(folder);
            assertEquals(config, ModelConfig.read(folder));
        }
    }

    /** {@code config.v5.json} is the same model as transformers 5 writes it. */
    @Test
    void aConfigurationOfTransformers5IsTheSameModel() throws IOException {
        for (Path model : ConformanceData.models()) {
            Path config = folder.resolve("config.json");
            Files.copy(model.resolve("config.v5.json"), config, StandardCopyOption.REPLACE_EXISTING);
            assertEquals(ModelConfig.read(model), ModelConfig.read(folder), model.toString());
            ModelConfig.read(folder).write(folder);
            assertEquals(ModelConfig.read(model), ModelConfig.read(folder), "written, " + model);
        }
    }

    @Test
    void anUnknownFamilyIsRefusedWithThoseThatAreKnown() throws IOException {
        write("{\"architectures\": [\"GPT2LMHeadModel\"], \"model_type\": \"gpt2\"}");
        UnsupportedModelException error = assertThrows(UnsupportedModelException.class, () -> ModelConfig.read(folder));
        for (Family family : Family.values()) {
            assertTrue(error.getMessage().contains(family.modelType()), error.getMessage());
            assertTrue(error.getMessage().contains(family.architecture()), error.getMessage());
        }
        assertTrue(error.getMessage().contains("GPT2LMHeadModel"), error.getMessage());
    }

    @Test
    void weightsThatDoNotFitTheConfigAreNamed() throws IOException {
        Path model = ConformanceData.modelsOf(Family.LLAMA).get(0);
        Files.copy(model.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        ObjectNode json = (ObjectNode) ConformanceData.json(model.resolve("config.json"));
        int layers = json.path("num_hidden_layers").asInt();
        json.put("intermediate_size", 32).put("num_hidden_layers", layers + 1);
        write(json.toString());
        UnsupportedModelException error =
                assertThrows(UnsupportedModelException.class, () -> LanguageModel.load(folder));
        for (String part : List.of(
                "'model.layers." + layers + ".mlp.up_proj.weight' of shape [32, 64] is missing",
                "'model.layers.0.mlp.down_proj.weight' has shape")) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    private void assertFaults(String... faults) {
        UnsupportedModelException error = assertThrows(UnsupportedModelException.class, () -> ModelConfig.read(folder));
        for (String fault : faults) {
            assertTrue(error.getMessage().contains(fault), fault + " is not in: " + error.getMessage());
        }
        assertEquals(faults.length, error.faults().size(), error.getMessage());
    }

    private JsonNode json() {
        return ConformanceData.json(folder.resolve("config.json"));
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }
}
