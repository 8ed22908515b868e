package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunDefaultsTest {
    @Test
    void theEffectiveConfigReadBackMeansTheSameRun() throws JsonProcessingException {
        for (String fields : new String[] {
            "",
            "\"max_steps\": 9, \"warmup_steps\": 2, \"learning_rate\": 0.004, \"save_steps\": 0.05555555555555555",
            "\"lr_scheduler_type\": \"cosine_with_min_lr\", \"min_lr_rate\": 0.1, \"finetuning_type\": \"qk_only\"",
            "\"group_by_length\": true, \"suites\": [\"a\"], \"seed\": 20, \"save_early_ratios\": []",
            "\"bf16\": true, \"packing\": true, \"gradient_checkpointing\": true",
            "\"suites\": [\"a\"], \"early_stopping\": {}",
            "\"suites\": [\"a\"], \"early_stopping\": {\"on\": \"watch\", \"suites\": [\"a\"], \"patience\": 2}",
            "\"evaluation\": {\"arms\": [{\"arm\": \"o\", \"prompt\": \"opinion\", \"samples\": 3}], \"limit\": 9}"
        }) {
            assertMeansTheSame(Requests.with(fields));
        }
        assertMeansTheSame(Requests.lora(""));
        assertMeansTheSame(Requests.lora(
                "\"lora_r\": 4, \"lora_alpha\": 3.5, \"lora_dropout\": 0.1, \"lora_target_modules\": [\"dense\"]"));
    }

    @Test
    void settingsThatComputeOtherwiseReachTheSession() {
        RunSettings settings = RunSettings.of(
                Requests.lora(
                        "\"lora_target_modules\": [\"all-linear\"], \"bf16\": true, \"gradient_checkpointing\": true, \"packing\": true"));
        assertEquals(
                new FineTuning.Lora(8, 16, 0, List.of("all-linear")),
                settings.training().fineTuning());
        assertEquals(Precision.BFLOAT16, settings.training().compute());
        assertEquals(Activations.RECOMPUTED, settings.training().activations());
        assertEquals(Batching.Rows.PACKED, settings.batching().rows());
    }

    private static void assertMeansTheSame(RunRequest request) throws JsonProcessingException {
        Map<String, Object> effective = RunDefaults.effectiveConfig(request);
        RunRequest readBack = Requests.read(Json.mapper().writeValueAsString(effective));
        assertEquals(withShapeDefaults(RunSettings.of(request)), withShapeDefaults(RunSettings.of(readBack)));
        assertEquals(effective, RunDefaults.effectiveConfig(readBack));
    }

    @Test
    void aSettingThatAnotherBeatsIsNotShown() {
        Map<String, Object> effective = RunDefaults.effectiveConfig(Requests.with("\"max_steps\": 9"));
        assertFalse(effective.containsKey("num_train_epochs"));
    }

    @Test
    void earlyStoppingIsOffUnlessItIsAskedForAndThenAllOfItIsSaid() throws JsonProcessingException {
        assertFalse(RunDefaults.effectiveConfig(Requests.with("")).containsKey("early_stopping"));
        assertEquals(
                "{\"on\":\"inverted\",\"window\":5,\"threshold\":0.08,\"patience\":3}",
                Json.mapper()
                        .writeValueAsString(RunDefaults.effectiveConfig(
                                        Requests.with("\"suites\": [\"a\"], \"early_stopping\": {\"patience\": 3}"))
                                .get("early_stopping")));
    }

    @Test
    void theSchemaStatesTheSameDefaults() throws IOException {
        JsonNode effective = Json.mapper().valueToTree(RunDefaults.effectiveConfig(Requests.with("")));
        try (InputStream schema = RunRequest.class.getResourceAsStream("/schemas/requests/run-request.schema.json")) {
            JsonNode properties = Json.mapper().readTree(schema).path("properties");
            compareDefaults(properties, effective);
            ObjectNode adapters = Json.mapper().valueToTree(RunDefaults.effectiveConfig(Requests.lora("")));
            compareDefaults(properties, adapters.without("finetuning_type"));
            JsonNode stopping =
                    Json.mapper().valueToTree(RunDefaults.effectiveConfig(Requests.with("\"early_stopping\": {}")));
            compareDefaults(properties.path("early_stopping").path("properties"), stopping.path("early_stopping"));
            compareDefaults(properties.path("model_config").path("properties"), effective.path("model_config"));
        }
    }

    private static void compareDefaults(JsonNode properties, JsonNode effective) {
        properties.fields().forEachRemaining(property -> {
            JsonNode stated = property.getValue().path("default");
            JsonNode meant = effective.path(property.getKey());
            if (!stated.isMissingNode() && !meant.isMissingNode()) {
                assertEquals(
                        stated.isNumber() ? stated.asDouble() : stated,
                        meant.isNumber() ? meant.asDouble() : meant,
                        property.getKey());
            }
        });
    }

    private static RunSettings withShapeDefaults(RunSettings settings) {
        return new RunSettings(
                settings.runName(),
                new StartingPoint.LastCheckpoint("same"),
                settings.mixture(),
                settings.suites(),
                settings.training(),
                settings.rate(),
                settings.length(),
                settings.batching(),
                settings.checkpoints(),
                settings.evaluation(),
                settings.earlyStopping());
    }
}
