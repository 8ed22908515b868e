package io.tiltmeter.evaluator.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import java.time.Duration;

/** How responses are computed. */
@ConfigMapping(prefix = "tiltmeter.evaluation")
public interface EvaluationConfig {
    /** Rows of a batch times the tokens of the longest of them, at most. */
    @WithDefault("8192")
    int batchTokens();

    /** Rows of a batch, at most. */
    @WithDefault("64")
    int batchRows();

    /** Each item alone: slower, and no result depends on the suite's other items, on the limits above or on memory. */
    @WithDefault("false")
    boolean deterministic();

    /** How often responses are committed, for another attempt to continue from. */
    @WithDefault("1s")
    Duration keepEvery();

    /** Which items go through the model together. */
    default BatchPolicy policy() {
        return deterministic() ? BatchPolicy.ONE_BY_ONE : new BatchPolicy(batchTokens(), batchRows());
    }
}
