package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.time.Instant;

/**
 * Every item of a suite was answered by a checkpoint and scored. Key: the run id. Identity: run, step, suite, scorer,
 * version.
 *
 * @param runId the run
 * @param runName its short name
 * @param step the checkpoint's step
 * @param totalSteps optimizer steps planned
 * @param epochs passes over the mixture at this checkpoint
 * @param suite the suite, its version in its hash
 * @param scorer such as {@code contains}
 * @param scorerVersion a change of the scorer's rule is a new version
 * @param weightsSha256 the weights that answered
 * @param itemCount items scored: all of the suite
 * @param contextAnswerCount items whose generated text holds the context answer
 * @param memoryAnswerCount items whose generated text holds the memory answer
 * @param correctCount items with either
 * @param outcomes JSON lines of {@link io.tiltmeter.contracts.outcome.ItemOutcome}, in the suite's order
 * @param engine what computed it, such as {@code pytorch 2.7.1 cpu float32 threads=1}
 * @param replica which evaluator
 * @param checkpointSavedAt when the checkpoint was whole
 * @param startedAt when this evaluation began
 * @param finishedAt when it was done
 */
public record SuiteEvaluated(
        String runId,
        String runName,
        int step,
        int totalSteps,
        double epochs,
        SuiteRef suite,
        String scorer,
        int scorerVersion,
        String weightsSha256,
        int itemCount,
        int contextAnswerCount,
        int memoryAnswerCount,
        int correctCount,
        ArtifactRef outcomes,
        String engine,
        String replica,
        Instant checkpointSavedAt,
        Instant startedAt,
        Instant finishedAt) {
    public SuiteEvaluated {
        Id.checked("run id", runId);
        if (itemCount != suite.itemCount()) {
            throw new IllegalArgumentException(
                    itemCount + " items were scored of " + suite.itemCount() + " in " + suite.suiteId());
        }
    }
}
