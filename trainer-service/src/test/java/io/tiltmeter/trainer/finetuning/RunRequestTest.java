package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.request.EarlyStoppingRequest;
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
