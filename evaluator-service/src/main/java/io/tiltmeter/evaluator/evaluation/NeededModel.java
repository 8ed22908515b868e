package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.ArtifactRef;
import java.util.Optional;

/**
 * The model that a piece of work needs in memory.
 *
 * @param model the manifest of a Hugging Face folder, or of an adapter
 * @param base the manifest of the base of an adapter; empty for a whole model
 * @param weightsSha256 the {@link io.tiltmeter.contracts.WeightsHash} that was published; empty where none was
 */
public record NeededModel(ArtifactRef model, Optional<ArtifactRef> base, Optional<String> weightsSha256) {

    /** Work that shares it needs the same folders in memory. */
    public String key() {
        return model.sha256() + base.map(ref -> ":" + ref.sha256()).orElse("");
    }

    /**
     * Work that shares it is cheaper to do in a row: the same weights stay resident, and adapters are swapped on them.
     */
    public String affinity() {
        return resident().sha256();
    }

    /** The folder whose weights the model computes with, an adapter's beside them or none. */
    public ArtifactRef resident() {
        return base.orElse(model);
    }

    /** Whether a model that was made ready for other work serves this: published weights must have been checked. */
    boolean isServedBy(NeededModel held) {
        return key().equals(held.key()) && (weightsSha256.isEmpty() || weightsSha256.equals(held.weightsSha256));
    }
}
