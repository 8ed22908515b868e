package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import java.time.Instant;

/**
 * The complete responses of a model to a suite.
 *
 * @param file JSON lines of {@link io.tiltmeter.evaluator.evaluation.ModelResponse}, in the suite's order
 * @param batching how items went through the model together
 * @param startedAt when its last attempt began
 */
public record StoredResponses(
        ArtifactRef file,
        int itemCount,
        String engine,
        String batching,
        String replica,
        Instant startedAt,
        Instant finishedAt) {}
