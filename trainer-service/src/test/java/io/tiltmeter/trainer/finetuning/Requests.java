package io.tiltmeter.trainer.finetuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.json.Json;

/** Run requests for tests, written as users write them. */
final class Requests {
    private Requests() {}

    /** A valid request on a fresh model, with these further fields, such as {@code "max_steps": 10}. */
    static RunRequest with(String fields) {
        return read("""
                {"run_name": "tiny", "mixture": "tiny-mixture", "model_config": {"model_type": "llama",
                 "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
                """ + (fields.isEmpty() ? "" : ", " + fields) + "}");
    }

    /** A valid request for adapters beside the last checkpoint of a run, with these further fields. */
    static RunRequest lora(String fields) {
        return read("""
                {"run_name": "tiny", "mixture": "tiny-mixture", "model_name_or_path": "run:base",
                 "finetuning_type": "lora"
                """ + (fields.isEmpty() ? "" : ", " + fields) + "}");
    }

    static RunRequest read(String json) {
        try {
            return Json.mapper().readValue(json, RunRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static RunSettings settings(String fields) {
        return RunSettings.of(with(fields));
    }
}
