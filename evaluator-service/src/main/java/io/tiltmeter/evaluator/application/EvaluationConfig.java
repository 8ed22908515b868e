package io.tiltmeter.evaluator.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import java.time.Duration;

/** How models are read. */
@ConfigMapping(prefix = "tiltmeter.evaluation")
public interface EvaluationConfig {
    /** Rows of a batch times the tokens of the longest of them, at most. */
    @WithDefault("8192")
    int batchTokens();

    /** Rows of a batch, at most. */
    @WithDefault("64")
    int batchRows();

    /** Each item alone: slower, and no result depends on what else a suite holds, on the limits above or on memory. */
    @WithDefault("false")
    boolean deterministic();

    /** How often what was read is committed, for another attempt to go on from. */
    @WithDefault("1s")
    Duration keepEvery();

    /** Which items go through the model together. */
    default BatchPolicy policy() {
        return deterministic() ? BatchPolicy.ONE_BY_ONE : new BatchPolicy(batchTokens(), batchRows());
    }
}
