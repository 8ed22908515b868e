package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests with their defaults. */
class RunRequestTest {
    @Test
    void settingsThatComputeOtherwiseReachTheSession() {
        TrainingSettings settings = Finetuning.trainingSettings(Requests.lora(
                "\"lora_target_modules\": [\"all-linear\"], \"bf16\": true, \"gradient_checkpointing\": true"));
        assertEquals(new FineTuning.Lora(8, 16, 0, List.of("all-linear")), settings.fineTuning());
        assertEquals(Precision.BFLOAT16, settings.compute());
        assertEquals(Activations.RECOMPUTED, settings.activations());
        assertEquals(
                new FineTuning.QueryKeyOnly(),
                Finetuning.trainingSettings(Requests.with("\"finetuning_type\": \"qk_only\""))
                        .fineTuning());
    }

    @Test
    void theConfigShowsWhatTheScaleOfAnAdapterFollowsFrom() {
        JsonNode config = Json.mapper().valueToTree(Requests.lora("\"lora_r\": 16, \"use_rslora\": true"));
        assertEquals(16, config.path("lora_r").asInt());
        assertEquals(16, config.path("lora_alpha").asDouble());
        assertTrue(config.path("use_rslora").asBoolean());
        assertEquals(4, scale(Requests.lora("\"lora_r\": 16, \"use_rslora\": true")));
        assertEquals(1, scale(Requests.lora("\"lora_r\": 16")));
        assertEquals(2, scale(Requests.lora("")));
    }

    private static double scale(RunRequest request) {
        return ((FineTuning.Lora) Finetuning.trainingSettings(request).fineTuning()).scale();
    }

    @Test
    void earlyStoppingIsOffUnlessItIsAskedForAndThenHasTheDefaultsOfTheWarning() throws JsonProcessingException {
        assertFalse(Json.mapper().writeValueAsString(Requests.with("")).contains("early_stopping"));
        assertEquals(
                Optional.of(new EarlyStoppingRequest(
                        "inverted",
                        Optional.empty(),
                        EarlyStoppingRequest.WINDOW,
                        EarlyStoppingRequest.THRESHOLD,
                        EarlyStoppingRequest.PATIENCE)),
                Requests.settings("\"early_stopping\": {}").earlyStopping());
    }
}
