package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunDefaultsTest {
    @Test
    void theEffectiveConfigReadBackMeansTheSameRun() throws JsonProcessingException {
        for (String fields : new String[] {
            "",
            "\"max_steps\": 9, \"warmup_steps\": 2, \"learning_rate\": 0.004, \"save_steps\": 0.05555555555555555",
            "\"lr_scheduler_type\": \"cosine_with_min_lr\", \"min_lr_rate\": 0.1, \"finetuning_type\": \"qk_only\"",
            "\"group_by_length\": true, \"suites\": [\"a\"], \"seed\": 20, \"save_early_ratios\": []"
        }) {
            RunRequest request = Requests.with(fields);
            Map<String, Object> effective = RunDefaults.effectiveConfig(request);
            RunRequest readBack = Requests.read(Json.mapper().writeValueAsString(effective));
            assertEquals(withShapeDefaults(RunSettings.of(request)), withShapeDefaults(RunSettings.of(readBack)));
            assertEquals(effective, RunDefaults.effectiveConfig(readBack));
        }
    }

    @Test
    void aSettingThatAnotherBeatsIsNotShown() {
        Map<String, Object> effective = RunDefaults.effectiveConfig(Requests.with("\"max_steps\": 9"));
        assertFalse(effective.containsKey("num_train_epochs"));
    }

    @Test
    void theSchemaStatesTheSameDefaults() throws IOException {
        JsonNode effective = Json.mapper().valueToTree(RunDefaults.effectiveConfig(Requests.with("")));
        try (InputStream schema = RunRequest.class.getResourceAsStream("/schemas/requests/run-request.schema.json")) {
            JsonNode properties = Json.mapper().readTree(schema).path("properties");
            compareDefaults(properties, effective);
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
                settings.checkpoints());
    }
}
