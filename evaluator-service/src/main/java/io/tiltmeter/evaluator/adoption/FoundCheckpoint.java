package io.tiltmeter.evaluator.adoption;

import java.util.Optional;

/**
 * A checkpoint from elsewhere and where it stands in its run.
 *
 * @param step optimizer steps taken
 * @param place its folder
 * @param epochs passes over the training set, if known
 * @param lossNats the newest logged training loss, if known
 */
public record FoundCheckpoint(int step, LocatedFolder place, Optional<Double> epochs, Optional<Double> lossNats) {}
