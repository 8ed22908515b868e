package io.tiltmeter.evaluator.api.judge;

import java.time.Duration;
import java.util.Optional;

/** Settings as a test writes them. */
record TestConfig(
        Optional<String> url, Optional<String> model, Optional<String> apiKey, Duration timeout, int retries, long seed)
        implements JudgeConfig {

    static TestConfig of(String url, String model, String apiKey, Duration timeout, int retries) {
        return new TestConfig(
                Optional.ofNullable(url), Optional.ofNullable(model), Optional.ofNullable(apiKey), timeout, retries, 0);
    }
}
