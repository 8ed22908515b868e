package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint lies in the artifact store, whole. Key: the run id. Identity: run id and step.
 *
 * @param runId the run
 * @param runName its short name
 * @param step optimizer steps taken; 0 is the model before finetuning
 * @param totalSteps optimizer steps planned
 * @param epochs passes over the mixture so far
 * @param model the manifest of a Hugging Face folder (config.json, model.safetensors, tokenizer.json), or of an adapter
 *     in peft's layout (adapter_config.json, adapter_model.safetensors, tokenizer.json)
 * @param base the manifest of the Hugging Face folder that the adapter stands beside; absent for a whole model
 * @param weightsSha256 {@link io.tiltmeter.contracts.WeightsHash}: other weights, or another base, are another model
 * @param template the prompt template that the run trains with, and the suites are asked with
 * @param suites what to evaluate it on; empty for a run that is not evaluated
 * @param lossNats mean loss of the newest step; 0 at step 0
 * @param savedAt when it was whole
 * @param evaluation how it is evaluated; by the default plan if absent
 */
public record CheckpointReady(
        String runId,
        String runName,
        int step,
        int totalSteps,
        double epochs,
        ArtifactRef model,
        Optional<ArtifactRef> base,
        String weightsSha256,
        String template,
        List<SuiteRef> suites,
        double lossNats,
        Instant savedAt,
        Optional<EvaluationPlan> evaluation) {
    public CheckpointReady {
        Id.checked("run id", runId);
        if (step < 0 || step > totalSteps) {
            throw new IllegalArgumentException("step " + step + " is outside 0.." + totalSteps);
        }
        suites = List.copyOf(suites);
        evaluation = evaluation == null ? Optional.empty() : evaluation;
    }

    /** The plan in force. */
    public EvaluationPlan plan() {
        return evaluation.orElse(EvaluationPlan.DEFAULT);
    }

    /** Run and step. */
    public String checkpointId() {
        return runId + "/" + step;
    }
}
