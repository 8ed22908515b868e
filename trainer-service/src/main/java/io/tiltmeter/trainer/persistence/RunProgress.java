package io.tiltmeter.trainer.persistence;

import java.util.Optional;

/**
 * The loss and speed of a run.
 *
 * @param lossNats mean loss of the newest step, in nats a scored token
 * @param tokensPerSecond over the last seconds; empty unless it trains
 * @param etaSeconds until the last step; empty unless it trains
 */
public record RunProgress(Optional<Double> lossNats, Optional<Double> tokensPerSecond, Optional<Double> etaSeconds) {
    /** The same loss, at rest. */
    public RunProgress atRest() {
        return new RunProgress(lossNats, Optional.empty(), Optional.empty());
    }
}
