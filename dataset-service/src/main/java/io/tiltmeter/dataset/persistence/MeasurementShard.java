package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import java.util.Optional;

/**
 * Examples that one evaluator measures at a time.
 *
 * @param number from 0
 * @param examples JSON lines, each example's id its row's number
 * @param exampleCount lines in it
 * @param losses what was made of them, in the same order; empty until it is answered
 */
public record MeasurementShard(int number, ArtifactRef examples, int exampleCount, Optional<ArtifactRef> losses) {
    public boolean isScored() {
        return losses.isPresent();
    }
}
