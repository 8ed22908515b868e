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

    /** How long no work must have been there before the memory that it has freed is returned to the system. */
    @WithDefault("10s")
    Duration returnMemoryAfter();

    /** How long no work must have been there before the model in memory is released. */
    @WithDefault("5m")
    Duration releaseModelAfter();

    /** Which items go through the model together. */
    default BatchPolicy policy() {
        return deterministic() ? BatchPolicy.ONE_BY_ONE : new BatchPolicy(batchTokens(), batchRows());
    }
}
