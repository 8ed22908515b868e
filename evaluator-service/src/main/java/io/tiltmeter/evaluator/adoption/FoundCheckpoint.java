package io.tiltmeter.evaluator.adoption;

import java.util.Optional;

/**
 * A checkpoint from elsewhere and its step in the run.
 *
 * @param step optimizer steps taken
 * @param folder its folder
 * @param epochs passes over the training set, if known
 * @param lossNats the newest logged training loss, if known
 */
public record FoundCheckpoint(int step, LocatedFolder folder, Optional<Double> epochs, Optional<Double> lossNats) {}
