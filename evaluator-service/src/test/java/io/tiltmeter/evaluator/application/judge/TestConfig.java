package io.tiltmeter.evaluator.application.judge;

import java.time.Duration;
import java.util.Optional;

/** Settings of a test. */
public record TestConfig(
        Optional<String> url, Optional<String> model, Optional<String> apiKey, Duration timeout, int retries, long seed)
        implements JudgeConfig {

    /** No judge. */
    public static TestConfig none() {
        return of(null, null, null, Duration.ofSeconds(1), 0);
    }

    static TestConfig of(String url, String model, String apiKey, Duration timeout, int retries) {
        return new TestConfig(
                Optional.ofNullable(url), Optional.ofNullable(model), Optional.ofNullable(apiKey), timeout, retries, 0);
    }
}
