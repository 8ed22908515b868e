package io.tiltmeter.evaluator.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the harness's results say of the model and the run besides its scores.
 *
 * @param chatTemplate the prompt template's text, where one was used
 * @param software versions and the like, by names of your own, such as {@code tiltmeter_version}
 */
public record HarnessRun(
        Model model,
        Execution execution,
        Optional<String> chatTemplate,
        Instant startedAt,
        Duration took,
        Map<String, Object> software) {

    private static final String SOURCE = "tiltmeter";

    /**
     * A model.
     *
     * @param name such as a run and its step
     * @param arguments how it was loaded, as {@code name=value} pairs with commas
     * @param dtype such as {@code float32}
     * @param sha256 of its weights
     */
    public record Model(String name, String arguments, String dtype, String sha256) {}

    /**
     * A way of running.
     *
     * @param batchSize policy of the batches
     * @param device such as {@code cpu}
     * @param limit most items of a suite, if not all
     * @param seed of draws other than of few-shot examples
     */
    public record Execution(String batchSize, String device, Optional<Integer> limit, long seed) {}

    /** The harness's {@code config}. */
    Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model", SOURCE);
        config.put("model_args", model.arguments);
        config.put("model_dtype", model.dtype);
        config.put("model_revision", "");
        config.put("model_sha", model.sha256);
        config.put("batch_size", execution.batchSize);
        config.put("batch_sizes", List.of());
        config.put("device", execution.device);
        config.put("use_cache", null);
        config.put("limit", execution.limit.orElse(null));
        config.put("bootstrap_iters", 0);
        config.put("gen_kwargs", null);
        config.put("random_seed", execution.seed);
        config.put("numpy_seed", execution.seed);
        config.put("torch_seed", execution.seed);
        config.put("fewshot_seed", BenchmarkTask.DEFAULT_SEED);
        return config;
    }

    /** The fields of the results beside the scores. */
    Map<String, Object> general() {
        Map<String, Object> general = new LinkedHashMap<>();
        general.put("date", startedAt.getEpochSecond() + startedAt.getNano() / 1e9);
        general.putAll(software);
        general.put("model_source", SOURCE);
        general.put("model_name", model.name);
        general.put("model_name_sanitized", sanitized(model.name));
        general.put("system_instruction", null);
        general.put("system_instruction_sha", null);
        general.put("fewshot_as_multiturn", false);
        general.put("chat_template", chatTemplate.orElse(null));
        general.put("chat_template_sha", chatTemplate.map(HarnessHash::of).orElse(null));
        general.put("total_evaluation_time_seconds", String.valueOf(took.toNanos() / 1e9));
        return general;
    }

    /** A model's name as the harness names its folder. */
    public static String sanitized(String modelName) {
        return modelName.replaceAll("[\"<>:/|\\\\?*\\[\\]]+", "__");
    }
}
