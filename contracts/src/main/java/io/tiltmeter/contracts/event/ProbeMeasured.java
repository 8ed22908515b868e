package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A probe has measured a checkpoint on the items of a suite. Key: the run id. Identity: run, step, suite, arm, probe,
 * version.
 *
 * @param checkpoint what was measured
 * @param suite the suite, its version in its hash
 * @param arm the evaluation method whose prompts were measured
 * @param probe such as {@code attention}
 * @param probeVersion a change of what the probe measures is a new version
 * @param weightsSha256 the weights that were measured
 * @param itemCount items that were measured; of a probe that compares classes, the classes
 * @param itemsLeftOut items that could not be: too long for the model, or without what the probe measures
 * @param values means over the items that have the value, by names of the probe, finite; empty if no item was measured
 * @param outcomes JSON lines of {@link io.tiltmeter.contracts.outcome.ItemOutcome}, the values of each item among its
 *     metrics, in the suite's order
 * @param execution where and when
 */
public record ProbeMeasured(
        @JsonUnwrapped SuiteEvaluated.Checkpoint checkpoint,
        SuiteRef suite,
        String arm,
        String probe,
        int probeVersion,
        String weightsSha256,
        int itemCount,
        int itemsLeftOut,
        Map<String, Double> values,
        ArtifactRef outcomes,
        @JsonUnwrapped SuiteEvaluated.Execution execution) {
    public ProbeMeasured {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }
}
