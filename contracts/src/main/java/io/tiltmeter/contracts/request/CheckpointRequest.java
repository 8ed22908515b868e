package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/v1/checkpoints}: checkpoints that another trainer wrote. Either {@code path}, or what a training hook
 * sends: {@code event}, {@code checkpoint_dir} and {@code output_dir}.
 *
 * @param runId the run they belong to; a hook's is found by its {@code outputDir} too
 * @param path a Hugging Face folder, a peft adapter, or a directory of {@code checkpoint-N} folders
 * @param step of the one checkpoint; read from its files or name if absent
 * @param totalSteps optimizer steps planned; read from {@code trainer_state.json} if absent
 * @param epochs passes over the training set at the one checkpoint
 * @param template the prompt template that the run trains with; needed once a run
 * @param suites ids, or names for the newest version, of what every checkpoint is evaluated on
 * @param evaluation how
 * @param base the whole model that an adapter stands beside, or that was finetuned
 * @param includeBase whether the base is step 0
 * @param event {@code save}
 * @param checkpointDir the folder that the hook's trainer has written
 * @param outputDir the hook's trainer's {@code output_dir}
 */
public record CheckpointRequest(
        Optional<String> runId,
        Optional<String> path,
        Optional<Integer> step,
        Optional<Integer> totalSteps,
        Optional<Double> epochs,
        Optional<String> template,
        Optional<List<String>> suites,
        Optional<EvaluationRequest> evaluation,
        Optional<String> base,
        Optional<Boolean> includeBase,
        Optional<String> event,
        Optional<String> checkpointDir,
        Optional<String> outputDir) {}
