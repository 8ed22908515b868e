package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A checkpoint in the artifact store.
 *
 * @param runId the run
 * @param step optimizer steps taken
 * @param epochs passes over the mixture
 * @param lossNats mean loss of the newest step; 0 at step 0
 * @param model the manifest of its Hugging Face folder, or of its adapter
 * @param base the manifest of the folder that the adapter belongs to; empty for a whole model
 * @param weightsSha256 {@link io.tiltmeter.contracts.WeightsHash}
 * @param trainingState the manifest of what continuing needs besides; only the newest checkpoint has it
 * @param filesKept whether the files are still there; {@code save_total_limit} removes them
 * @param savedAt when it was complete
 */
public record StoredCheckpoint(
        String runId,
        int step,
        double epochs,
        double lossNats,
        ArtifactRef model,
        Optional<ArtifactRef> base,
        String weightsSha256,
        Optional<ArtifactRef> trainingState,
        boolean filesKept,
        Instant savedAt) {}
