package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import java.util.Optional;

/**
 * A checkpoint that something can be measured under.
 *
 * @param runId the run
 * @param step optimizer steps taken
 * @param totalSteps optimizer steps planned
 * @param model the manifest of its folder
 * @param base the manifest of the base model's folder, if it is an adapter
 */
public record StoredCheckpoint(String runId, int step, int totalSteps, ArtifactRef model, Optional<ArtifactRef> base) {
    /** What a request names a checkpoint by begins so. */
    public static final String PREFIX = "run:";

    /** As requests name it. */
    public String name() {
        return PREFIX + runId + "@" + step;
    }
}
