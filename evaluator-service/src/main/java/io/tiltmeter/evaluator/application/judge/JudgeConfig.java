package io.tiltmeter.evaluator.application.judge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The judge that evaluations may ask; there is none without a URL. */
@ConfigMapping(prefix = "tiltmeter.judge")
public interface JudgeConfig {
    /** Base of an OpenAI-compatible interface, such as {@code http://127.0.0.1:8000/v1}. */
    Optional<String> url();

    /** The model's name there; needed with a URL. */
    Optional<String> model();

    /** Sent as a bearer token, and shown nowhere. */
    Optional<String> apiKey();

    /** For each attempt, from its request to the last byte of its answer. */
    @WithDefault("60s")
    Duration timeout();

    /** Further attempts where the first fails in a way that may pass. */
    @WithDefault("4")
    int retries();

    /** Decides with each item's id which answer is put first. */
    @WithDefault("0")
    long seed();
}
