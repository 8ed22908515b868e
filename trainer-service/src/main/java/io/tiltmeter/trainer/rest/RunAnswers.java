package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the trainer answers beside where one run stands. */
public final class RunAnswers {
    private RunAnswers() {}

    /**
     * Some runs, the newest first.
     *
     * @param total runs there are, of the status asked for
     */
    public record RunPage(List<RunUpdated> runs, long total, int limit, int offset) {}

    /**
     * The loss history.
     *
     * @param losses in the order of their steps; those of the last second may be missing while the run trains
     */
    public record LossHistory(String runId, List<StepRecord> losses) {}

    /**
     * The checkpoints, in the order of their steps.
     *
     * @param planned the steps at which one is saved; empty while the mixture is not ready
     */
    public record CheckpointList(String runId, List<Integer> planned, List<SavedCheckpoint> checkpoints) {}

    /**
     * A checkpoint.
     *
     * @param epochs passes over the mixture
     * @param lossNats mean loss of the newest step; 0 at step 0
     * @param model the manifest of its Hugging Face folder, or of its adapter
     * @param base the manifest of the folder that the adapter stands beside; absent for a whole model
     * @param weightsSha256 which weights these are, as the event checkpoint-ready says
     * @param filesKept false once {@code save_total_limit} has removed its files
     * @param savedAt when it was whole
     */
    public record SavedCheckpoint(
            int step,
            double epochs,
            double lossNats,
            ArtifactRef model,
            Optional<ArtifactRef> base,
            String weightsSha256,
            boolean filesKept,
            Instant savedAt) {
        static SavedCheckpoint of(StoredCheckpoint stored) {
            return new SavedCheckpoint(
                    stored.step(),
                    stored.epochs(),
                    stored.lossNats(),
                    stored.model(),
                    stored.base(),
                    stored.weightsSha256(),
                    stored.filesKept(),
                    stored.savedAt());
        }
    }
}
