package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * {@code POST /api/v1/runs}, in the names of Hugging Face's {@code TrainingArguments} and TRL, with every default filled
 * in. {@code run-request.schema.json} says what each field means, its limits and its default; a case holds the fields of
 * its {@code finetuning_type} besides the {@link RunSettings} that all have. It is stored and shown as the run's
 * effective config.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "finetuning_type", defaultImpl = RunRequest.Full.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunRequest.Full.class, name = "full"),
    @JsonSubTypes.Type(value = RunRequest.QkOnly.class, name = "qk_only"),
    @JsonSubTypes.Type(value = RunRequest.Lora.class, name = "lora")
})
public sealed interface RunRequest {
    RunSettings settings();

    /** Every parameter is trained. */
    record Full(@JsonUnwrapped RunSettings settings) implements RunRequest {}

    /** The query and key projections are trained. */
    record QkOnly(@JsonUnwrapped RunSettings settings) implements RunRequest {}

    /** Low-rank adapters are trained. */
    record Lora(
            @JsonUnwrapped RunSettings settings,
            int loraR,
            double loraAlpha,
            boolean useRslora,
            double loraDropout,
            List<String> loraTargetModules)
            implements RunRequest {
        public Lora {
            loraTargetModules = List.copyOf(loraTargetModules);
        }
    }
}
