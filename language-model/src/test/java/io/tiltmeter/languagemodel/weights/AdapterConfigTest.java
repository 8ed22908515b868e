package io.tiltmeter.languagemodel.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Scaling;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterConfigTest {

    @TempDir
    Path folder;

    /** peft's own files are written with the same fields. */
    @Test
    void everyConformanceConfigurationIsWrittenAsItWasRead() throws IOException {
        for (Path model : ConformanceData.models()) {
            AdapterConfig config = AdapterConfig.read(model.resolve("adapter"));
            assertEquals(4, config.rank());
            assertEquals(2.0, config.scale());
            config.write(folder);
            JsonNode original = ConformanceData.json(model.resolve("adapter").resolve(AdapterConfig.FILE));
            assertEquals(original, ConformanceData.json(folder.resolve(AdapterConfig.FILE)), model.toString());
        }
    }

    @Test
    void rankStabilizedAdaptersScaleByTheRoot() throws IOException {
        AdapterConfig config = new AdapterConfig(
                16, 8, Scaling.ALPHA_OVER_ROOT_OF_RANK, 0.05, new Targets.AllLinear(), "someone/model");
        config.write(folder);
        assertEquals(config, AdapterConfig.read(folder));
        assertEquals(2.0, config.scale());
    }

    @Test
    void absentFieldsHavePeftsDefaults() throws IOException {
        write("{\"peft_type\":\"LORA\",\"target_modules\":[\"q_proj\"]}");
        assertEquals(
                new AdapterConfig(8, 8, Scaling.ALPHA_OVER_RANK, 0, new Targets.Named(List.of("q_proj")), ""),
                AdapterConfig.read(folder));
    }

    @Test
    void fieldsOfLaterVersionsThatChangeNothingAreIgnored() throws IOException {
        write(
                "{\"peft_type\":\"LORA\",\"target_modules\":\"all-linear\",\"peft_version\":\"0.18.0\",\"use_dora\":false,"
                        + "\"lora_bias\":false,\"exclude_modules\":null,\"qalora_group_size\":16,\"eva_config\":null,"
                        + "\"trainable_token_indices\":null,\"lora_alpha\":1.5,\"init_lora_weights\":\"gaussian\"}");
        assertEquals(1.5, AdapterConfig.read(folder).alpha());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"use_dora\":true                      | use_dora true is not supported",
                "\"bias\":\"all\"                       | bias 'all' is not supported; supported: [none]",
                "\"fan_in_fan_out\":true                | fan_in_fan_out true",
                "\"modules_to_save\":[\"lm_head\"]      | modules_to_save [\"lm_head\"]",
                "\"rank_pattern\":{\"q_proj\":2}        | rank_pattern {\"q_proj\":2}",
                "\"alpha_pattern\":{\"q_proj\":2}       | alpha_pattern",
                "\"layers_to_transform\":0              | layers_to_transform 0",
                "\"layer_replication\":[[0,2]]          | layer_replication",
                "\"kasa_config\":{\"beta\":1}           | kasa_config",
                "\"trainable_token_indices\":[1]        | trainable_token_indices",
                "\"init_lora_weights\":\"pissa\"        | init_lora_weights 'pissa'",
                "\"peft_type\":\"IA3\"                  | peft_type 'IA3' is not supported; supported: [LORA]",
                "\"task_type\":\"SEQ_CLS\"              | task_type 'SEQ_CLS'",
                "\"use_rslora\":\"maybe\"               | use_rslora 'maybe'",
                "\"r\":0                                | r 0 is outside [1, 65536]",
                "\"r\":1e300                            | is outside [1, 65536]",
                "\"r\":2.5                              | r 2.5 is not a whole number",
                "\"r\":\"4\"                            | r \"4\" is not a number",
                "\"lora_alpha\":0                       | lora_alpha 0.0 is not a number above 0",
                "\"lora_alpha\":1e999                   | lora_alpha Infinity",
                "\"lora_dropout\":1                     | lora_dropout 1.0 is outside [0, 1)",
                "\"target_modules\":\".*q_proj\"        | supported: a list of names of modules, or 'all-linear'",
                "\"target_modules\":[]                  | target_modules [] is not supported",
                "\"target_modules\":null                | target_modules null",
                "\"target_modules\":[1]                 | target_modules [1]",
            })
    void whatIsNotSupportedIsRefusedByName(String field, String fault) throws IOException {
        String others = "";
        for (String given : List.of("\"peft_type\":\"LORA\"", "\"target_modules\":[\"q_proj\"]")) {
            if (!field.startsWith(given.substring(0, given.indexOf(':')))) {
                others += "," + given;
            }
        }
        write("{" + field + others + "}");
        UnsupportedModelException error =
                assertThrows(UnsupportedModelException.class, () -> AdapterConfig.read(folder));
        assertEquals(1, error.faults().size(), error.getMessage());
        assertTrue(error.getMessage().contains(fault), error.getMessage());
    }

    @Test
    void everyFaultIsNamedAtOnce() throws IOException {
        write("{\"r\":-1,\"lora_dropout\":2,\"use_dora\":true,\"target_modules\":5}");
        UnsupportedModelException error =
                assertThrows(UnsupportedModelException.class, () -> AdapterConfig.read(folder));
        assertEquals(5, error.faults().size(), error.getMessage()); // peft_type is missing, too
    }

    @Test
    void brokenJsonIsRefused() throws IOException {
        for (String json : List.of("", "[]", "{", "{\"r\":4,\"r\":8}", "{\"a\":" + "[".repeat(50), "{} {}")) {
            write(json);
            assertThrows(UnsupportedModelException.class, () -> AdapterConfig.read(folder), json);
        }
        Files.delete(folder.resolve(AdapterConfig.FILE));
        assertThrows(UnsupportedModelException.class, () -> AdapterConfig.read(folder));
    }

    @Test
    void namesMatchWholePartsOfAModulesName() {
        Targets named = new Targets.Named(List.of("q_proj", "attention.dense"));
        assertTrue(named.include("model.layers.0.self_attn.q_proj"));
        assertTrue(named.include("gpt_neox.layers.1.attention.dense"));
        assertFalse(named.include("model.layers.0.self_attn.xq_proj"));
        assertFalse(named.include("gpt_neox.layers.1.mlp.dense"));
        assertTrue(new Targets.AllLinear().include("model.layers.0.mlp.up_proj"));
        assertFalse(new Targets.AllLinear().include("lm_head"));
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve(AdapterConfig.FILE), json);
    }
}
