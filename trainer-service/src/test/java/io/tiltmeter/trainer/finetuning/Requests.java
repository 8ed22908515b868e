package io.tiltmeter.trainer.finetuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Run requests for tests, written as users write them. */
public final class Requests {
    private static final RequestReader READER = new RequestReader();

    private Requests() {}

    /** A valid request on a fresh model, with these further fields, such as {@code "max_steps": 10}. */
    static RunRequest with(String fields) {
        return read(fresh(fields));
    }

    /** The same as JSON. */
    static String fresh(String fields) {
        return """
                {"run_name": "tiny", "mixture": "tiny-mixture", "model_config": {"model_type": "llama",
                 "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
                """ + (fields.isEmpty() ? "" : ", " + fields) + "}";
    }

    /** A valid request for adapters beside the last checkpoint of a run, with these further fields. */
    static RunRequest lora(String fields) {
        return read(adapters(fields));
    }

    /** The same as JSON. */
    static String adapters(String fields) {
        return """
                {"run_name": "tiny", "mixture": "tiny-mixture", "model_name_or_path": "run:base",
                 "finetuning_type": "lora"
                """ + (fields.isEmpty() ? "" : ", " + fields) + "}";
    }

    /** With the defaults of the schema. */
    public static RunRequest read(String json) {
        return READER.readWithDefaults(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                "run-request",
                RunRequest.class,
                (request, faults) -> {});
    }

    static RunSettings settings(String fields) {
        return with(fields).settings();
    }

    /** What its check finds, before any name is looked up. */
    public static List<Fault> faults(String json) {
        Map<String, String> sent = new HashMap<>();
        try {
            Json.mapper()
                    .readTree(json)
                    .properties()
                    .forEach(field -> sent.put(field.getKey(), field.getValue().asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
        return RunRequestCheck.faults(read(json), sent);
    }
}
