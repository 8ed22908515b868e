package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a scorer on model responses.
 *
 * @param outcomes JSON lines of {@link io.tiltmeter.contracts.outcome.ItemOutcome}, in the suite's order
 * @param harness the same in the shape of lm-evaluation-harness
 */
public record StoredScore(
        ArtifactRef outcomes,
        int itemCount,
        int contextAnswerCount,
        int memoryAnswerCount,
        int correctCount,
        Map<String, Double> metrics,
        @JsonProperty("reading") StoredResponses responses,
        Optional<HarnessFiles> harness) {
    public StoredScore {
        metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
        harness = harness == null ? Optional.empty() : harness;
    }
}
