package io.tiltmeter.languagemodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.RotaryEmbedding.Llama3;
import io.tiltmeter.languagemodel.RotaryEmbedding.Scaling;
import io.tiltmeter.languagemodel.RotaryEmbedding.Unscaled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads are 16 wide; each case gives the fields of config.json that concern rotary embedding. */
class RotarySettingsTest {

    private static final int HEAD_DIM = 16;

    private static final String NUMBERS = "\"factor\": 8, \"low_freq_factor\": 1, \"high_freq_factor\": 4,"
            + " \"original_max_position_embeddings\": 64";

    private static final Scaling LLAMA3 = new Llama3(8, 1, 4, 64);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rope_theta\": 500000",
                "\"rope_theta\": 500000, \"rope_scaling\": null",
                "\"rope_theta\": 500000, \"rope_scaling\": {\"rope_type\": \"default\"}",
                "\"rope_theta\": 500000, \"rope_scaling\": {\"type\": \"default\", \"factor\": 1.0}",
                "\"rope_parameters\": {\"rope_theta\": 500000.0, \"rope_type\": \"default\"}",
                "\"rope_parameters\": {\"rope_theta\": 5e5}",
                "\"rope_scaling\": {\"rope_theta\": 500000, \"rope_type\": \"default\"}",
                "\"rope_parameters\": {\"full_attention\": {\"rope_theta\": 500000, \"rope_type\": \"default\"}}",
                "\"rope_parameters\": {\"full_attention\": {\"rope_theta\": 500000}, \"sliding_attention\": null}",
                "\"layer_types\": [\"full_attention\"], \"rope_parameters\": {\"full_attention\": {\"rope_theta\": 500000},"
                        + " \"sliding_attention\": {\"rope_theta\": 10000}}",
                "\"rope_theta\": 500000, \"rope_parameters\": {\"rope_theta\": 500000}",
                "\"rope_theta\": 500000, \"rope_interleaved\": false"
            })
    void aThetaIsReadUnderEveryName(String fields) throws IOException {
        for (Family family : Family.values()) {
            RotaryEmbedding rotary = read(family, fields);
            assertEquals(500_000, rotary.theta(), family.modelType());
            assertEquals(new Unscaled(), rotary.scaling());
            assertEquals(family == Family.GPT_NEOX ? HEAD_DIM / 4 : HEAD_DIM, rotary.dimensions());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rope_scaling\": {\"rope_type\": \"llama3\", " + NUMBERS + "}",
                "\"rope_scaling\": {\"type\": \"llama3\", \"rope_type\": \"llama3\", " + NUMBERS + "}",
                "\"rope_parameters\": {\"rope_theta\": 10000, \"rope_type\": \"llama3\", " + NUMBERS + "}",
                "\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"llama3\", " + NUMBERS + "}}",
                "\"rope_parameters\": {\"rope_type\": \"llama3\", " + NUMBERS + "},"
                        + " \"rope_scaling\": {\"rope_type\": \"llama3\", " + NUMBERS + "}",
                "\"original_max_position_embeddings\": 64, \"rope_parameters\": {\"rope_type\": \"llama3\","
                        + " \"factor\": 8, \"low_freq_factor\": 1, \"high_freq_factor\": 4}"
            })
    void theScalingOfLlama3IsReadUnderEveryName(String fields) throws IOException {
        for (Family family : Family.values()) {
            assertEquals(LLAMA3, read(family, fields).scaling(), family.modelType());
            assertEquals(10_000, read(family, fields).theta(), family.modelType());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'rotary_pct': 0.5|8",
                "'partial_rotary_factor': 0.5|8",
                "'rope_parameters': {'partial_rotary_factor': 0.5}|8",
                "'rotary_pct': 1|16",
                "'rotary_emb_base': 10000|4"
            })
    void theShareOfAHeadIsReadUnderEveryName(String fields, int dimensions) throws IOException {
        assertEquals(
                dimensions, read(Family.GPT_NEOX, fields.replace('\'', '"')).dimensions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'rope_parameters': {'rope_type': 'yarn', 'factor': 4}"
                        + "|rope_parameters.rope_type 'yarn' is not supported; supported: default and llama3",
                "'rope_scaling': {'type': 'linear', 'factor': 2}|rope_scaling.type 'linear' is not supported",
                "'rope_parameters': {'rope_type': 'dynamic', 'factor': 2}|rope_parameters.rope_type 'dynamic'",
                "'rope_parameters': {'full_attention': {'rope_type': 'longrope'}}"
                        + "|rope_parameters.full_attention.rope_type 'longrope'",
                "'rope_theta': 10000, 'rope_parameters': {'rope_theta': 500000}"
                        + "|rope_theta 10000 contradicts rope_parameters.rope_theta 500000",
                "'rope_theta': 10000, 'rotary_emb_base': 500000|rope_theta 10000 contradicts rotary_emb_base 500000",
                "'rope_parameters': {'full_attention': {'rope_theta': 1e6}, 'sliding_attention': {'rope_theta': 1e4}}"
                        + "|contradicts rope_parameters.sliding_attention.rope_theta",
                "'rope_scaling': {'type': 'default', 'rope_type': 'llama3'}|contradicts rope_scaling.rope_type",
                "'rope_scaling': {'factor': 2}|rope_scaling.factor 2.0 is given with rope_type default or none",
                "'rope_scaling': 'linear'|rope_scaling \"linear\" is neither an object nor null",
                "'rope_parameters': []|rope_parameters [] is neither an object nor null",
                "'rope_parameters': {'rope_theta': '1e6'}|rope_parameters.rope_theta \"1e6\" is not a number",
                "'rope_parameters': {'rope_type': 3}|rope_parameters.rope_type 3 is not a text",
                "'rope_parameters': {'mrope_section': [2, 3]}|rope_parameters.mrope_section [2,3] is not supported",
                "'rope_local_base_freq': 10000|rope_local_base_freq 10000 is not supported",
                "'rope_parameters': {'rope_theta': 0.5}|rope_theta 0.5 is not a finite number above 1"
            })
    void whatWouldBeComputedOtherwiseIsRefusedByName(String fields, String fault) throws IOException {
        for (Family family : Family.values()) {
            UnsupportedModelException error = assertThrows(
                    UnsupportedModelException.class, () -> read(family, fields.replace('\'', '"')), family.modelType());
            assertTrue(error.getMessage().contains(fault), error.getMessage());
        }
    }

    @Test
    void llamaTurnsWholeHeadsOnly() {
        for (Family family : List.of(Family.LLAMA, Family.MISTRAL)) {
            UnsupportedModelException error = assertThrows(
                    UnsupportedModelException.class,
                    () -> read(family, "\"rope_parameters\": {\"partial_rotary_factor\": 0.5}"));
            assertTrue(
                    error.getMessage().contains("partial_rotary_factor 0.5 is not supported with model_type"),
                    error.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsWrittenSaysTheSameInBothSpellings(Family family) throws IOException {
        String fields = "\"rope_parameters\": {\"rope_theta\": 20000, \"rope_type\": \"llama3\", " + NUMBERS + "}";
        RotaryEmbedding rotary = read(family, fields);
        ModelConfig.read(folder).write(folder);
        assertEquals(rotary, ModelConfig.read(folder).rotary());
        JsonNode written = ConformanceData.json(folder.resolve("config.json"));
        assertEquals(20_000, written.path("rope_parameters").path("rope_theta").asDouble());
        assertEquals("llama3", written.path("rope_parameters").path("rope_type").asText());
        assertEquals("llama3", written.path("rope_scaling").path("rope_type").asText());
        for (List<String> removed : List.of(
                List.of("rope_parameters"),
                List.of("rope_theta", "rope_scaling", "rotary_emb_base", "rotary_pct", "torch_dtype"))) {
            ObjectNode one = written.deepCopy();
            one.remove(removed);
            Files.writeString(folder.resolve("config.json"), one.toString());
            assertEquals(rotary, ModelConfig.read(folder).rotary(), "without " + removed);
        }
    }

    private RotaryEmbedding read(Family family, String fields) throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree("{" + fields + "}");
        json.putArray("architectures").add(family.architecture());
        json.put("model_type", family.modelType());
        json.put("hidden_size", 4 * HEAD_DIM).put("intermediate_size", 32).put("num_attention_heads", 4);
        json.put("num_hidden_layers", 1).put("vocab_size", 30);
        Files.writeString(folder.resolve("config.json"), json.toString());
        return ModelConfig.read(folder).rotary();
    }
}
