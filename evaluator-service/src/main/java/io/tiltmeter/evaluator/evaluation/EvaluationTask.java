package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One checkpoint to be asked one suite: the unit of an evaluator's work.
 *
 * @param runId the run
 * @param runName its short name
 * @param step the checkpoint's step
 * @param totalSteps optimizer steps planned
 * @param epochs passes over the mixture at this checkpoint
 * @param model the manifest of a Hugging Face folder, or of an adapter
 * @param base the manifest of the folder that the adapter stands beside; empty for a whole model
 * @param weightsSha256 {@link io.tiltmeter.contracts.WeightsHash}
 * @param template the run's prompt template
 * @param suite what is asked
 * @param checkpointSavedAt when the checkpoint was whole
 */
public record EvaluationTask(
        String runId,
        String runName,
        int step,
        int totalSteps,
        double epochs,
        ArtifactRef model,
        Optional<ArtifactRef> base,
        String weightsSha256,
        String template,
        SuiteRef suite,
        Instant checkpointSavedAt) {

    /** The tasks of a checkpoint, one a suite. */
    public static List<EvaluationTask> of(CheckpointReady checkpoint) {
        return checkpoint.suites().stream()
                .map(suite -> new EvaluationTask(
                        checkpoint.runId(),
                        checkpoint.runName(),
                        checkpoint.step(),
                        checkpoint.totalSteps(),
                        checkpoint.epochs(),
                        checkpoint.model(),
                        checkpoint.base(),
                        checkpoint.weightsSha256(),
                        checkpoint.template(),
                        suite,
                        checkpoint.savedAt()))
                .toList();
    }

    /** Run, step, suite, scorer and its version: the same work has the same id, however often it is announced. */
    public String id() {
        return id(runId, step, suite.suiteId(), ContainsScorer.ID);
    }

    /** The id of a task, from the parts that a path shows. */
    public static String id(String runId, int step, String suiteId, String scorerId) {
        return runId + "/" + step + "/" + suiteId + "/" + scorerId;
    }

    /** The checkpoint, with the weights that were announced. */
    public NeededModel neededModel() {
        return new NeededModel(model, base, Optional.of(weightsSha256));
    }

    /** Where the outcomes lie in the artifact store. */
    public String outcomesPath() {
        return String.format(
                Locale.ROOT, "outcomes/%s/step-%06d/%s/%s.jsonl", runId, step, suite.suiteId(), ContainsScorer.ID);
    }
}
