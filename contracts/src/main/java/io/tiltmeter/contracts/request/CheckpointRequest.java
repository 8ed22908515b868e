package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/** {@code POST /api/v1/checkpoints}: checkpoints that another trainer wrote. */
public sealed interface CheckpointRequest {

    /** The folder to adopt. */
    @JsonIgnore
    String folder();

    /** The field that names the folder. */
    @JsonIgnore
    String folderField();

    /** What is said of the run and the checkpoint. */
    Settings settings();

    /**
     * From a person: folders that are complete.
     *
     * @param path a Hugging Face folder, a peft adapter, or a directory of {@code checkpoint-N} folders
     */
    record FromPath(String path, @JsonUnwrapped Settings settings) implements CheckpointRequest {
        @Override
        public String folder() {
            return path;
        }

        @Override
        public String folderField() {
            return "path";
        }
    }

    /**
     * From a training hook: {@code event} is {@code save}. The folder may not be complete yet.
     *
     * @param checkpointDir the folder that the trainer has written
     * @param outputDir the trainer's {@code output_dir}, by which the run is found too
     */
    record FromHook(
            String checkpointDir,
            Optional<String> outputDir,
            @JsonUnwrapped Settings settings) implements CheckpointRequest {
        @Override
        public String folder() {
            return checkpointDir;
        }

        @Override
        public String folderField() {
            return "checkpoint_dir";
        }
    }

    /**
     * What is said of the run and the checkpoint.
     *
     * @param runId the run they belong to
     * @param step of the one checkpoint; read from its files or name if absent
     * @param totalSteps optimizer steps planned; read from {@code trainer_state.json} if absent
     * @param epochs passes over the training set at the one checkpoint
     * @param template the prompt template that the run trains with, or {@link TemplateNames#AUTO}; needed once a run
     * @param suites ids, or names for the newest version, of what every checkpoint is evaluated on
     * @param evaluation how
     * @param base the whole model that was finetuned, or that an adapter belongs to
     * @param includeBase whether the base is step 0
     * @param complete whether no further checkpoint follows; by default that of a directory of checkpoints without
     *     {@code totalSteps}
     * @param inProgress whether the trainer still writes to the directory, so that folders that are not complete are left
     *     out
     * @param copy whether the files are copied, or only referred to, so that they have to stay as they are
     */
    record Settings(
            Optional<String> runId,
            Optional<Integer> step,
            Optional<Integer> totalSteps,
            Optional<Double> epochs,
            Optional<String> template,
            Optional<List<String>> suites,
            Optional<EvaluationRequest> evaluation,
            Optional<String> base,
            boolean includeBase,
            Optional<Boolean> complete,
            boolean inProgress,
            boolean copy) {}
}
