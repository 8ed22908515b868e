package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Every item of a suite was answered by a checkpoint and scored. Key: the run id. Identity: run, step, suite,
 * arm, scorer, version.
 *
 * @param checkpoint what was evaluated
 * @param suite the suite, its version in its hash
 * @param scorer such as {@code contains}
 * @param scorerVersion a change of the scorer's rule is a new version
 * @param weightsSha256 the weights that answered
 * @param counts of items
 * @param outcomes JSON lines of {@link io.tiltmeter.contracts.outcome.ItemOutcome}, in the suite's order
 * @param execution where and when
 * @param arm the series it belongs to
 * @param armSettings how the suite was put to the model
 * @param batching how items went through the model together, such as {@code up to 8192 tokens and 64 items of one length}
 * @param answers what was generated, before any scorer saw it
 * @param metrics means over the items by the names of lm-evaluation-harness
 * @param harness the same in its shape
 */
public record SuiteEvaluated(
        @JsonUnwrapped Checkpoint checkpoint,
        SuiteRef suite,
        String scorer,
        int scorerVersion,
        String weightsSha256,
        @JsonUnwrapped Counts counts,
        ArtifactRef outcomes,
        @JsonUnwrapped Execution execution,
        String arm,
        Optional<Arm> armSettings,
        Optional<String> batching,
        Optional<ArtifactRef> answers,
        Map<String, Double> metrics,
        Optional<HarnessFiles> harness) {

    /**
     * What was evaluated.
     *
     * @param runId the run
     * @param runName its short name
     * @param step the checkpoint's step
     * @param totalSteps optimizer steps planned
     * @param epochs passes over the mixture at this checkpoint
     */
    public record Checkpoint(String runId, String runName, int step, int totalSteps, double epochs) {
        public Checkpoint {
            Id.checked("run id", runId);
        }
    }

    /**
     * Numbers of items.
     *
     * @param itemCount items scored: all of the suite, or those of a subset
     * @param contextAnswerCount items whose generated text holds the context answer
     * @param memoryAnswerCount items whose generated text holds the memory answer
     * @param correctCount items with either
     */
    public record Counts(int itemCount, int contextAnswerCount, int memoryAnswerCount, int correctCount) {}

    /**
     * Where and when the suite was evaluated.
     *
     * @param engine what computed it, such as {@code pytorch 2.7.1 cpu float32 threads=1}
     * @param replica which evaluator
     * @param checkpointSavedAt when the checkpoint was complete
     * @param startedAt when this evaluation began
     * @param finishedAt when it was done
     */
    public record Execution(
            String engine, String replica, Instant checkpointSavedAt, Instant startedAt, Instant finishedAt) {}

    /**
     * The outcomes in the shape of lm-evaluation-harness.
     *
     * @param results one object: {@code results}, {@code configs}, {@code versions} and what goes with them
     * @param samples JSON lines, one an item
     */
    public record HarnessFiles(ArtifactRef results, ArtifactRef samples) {}

    public SuiteEvaluated {
        arm = arm == null ? Arm.DEFAULT_NAME : arm;
        armSettings = armSettings == null ? Optional.empty() : armSettings;
        batching = batching == null ? Optional.empty() : batching;
        answers = answers == null ? Optional.empty() : answers;
        metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
        harness = harness == null ? Optional.empty() : harness;
        if (counts.itemCount() < 1 || counts.itemCount() > suite.itemCount()) {
            throw new IllegalArgumentException(
                    counts.itemCount() + " items were scored of " + suite.itemCount() + " in " + suite.suiteId());
        }
    }
}
