package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of a run, in the order of their steps.
 *
 * @param planned the steps at which one is saved; empty while the mixture is not ready
 */
public record CheckpointListResponse(String runId, List<Integer> planned, List<CheckpointResponse> checkpoints) {
    static CheckpointListResponse of(StoredRun run, List<StoredCheckpoint> checkpoints) {
        return new CheckpointListResponse(
                run.id(),
                run.checkpointPlan().all(),
                checkpoints.stream().map(CheckpointResponse::of).toList());
    }

    /**
     * A checkpoint.
     *
     * @param epochs passes over the mixture
     * @param lossNats mean loss of the newest step; 0 at step 0
     * @param model the manifest of its Hugging Face folder, or of its adapter
     * @param base the manifest of the folder that the adapter belongs to; absent for a whole model
     * @param weightsSha256 which weights these are, as the event checkpoint-ready says
     * @param filesKept false once {@code save_total_limit} has removed its files
     * @param savedAt when it was complete
     */
    public record CheckpointResponse(
            int step,
            double epochs,
            double lossNats,
            ArtifactRef model,
            Optional<ArtifactRef> base,
            String weightsSha256,
            boolean filesKept,
            Instant savedAt) {
        private static CheckpointResponse of(StoredCheckpoint stored) {
            return new CheckpointResponse(
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
