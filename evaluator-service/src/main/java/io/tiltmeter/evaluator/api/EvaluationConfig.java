package io.tiltmeter.evaluator.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How suites are asked. */
@ConfigMapping(prefix = "tiltmeter.evaluation")
public interface EvaluationConfig {
    /** Limit for each answer. */
    @WithDefault("24")
    int maxNewTokens();

    /** Prompts that go through the model together. */
    @WithDefault("64")
    int batchSize();
}
