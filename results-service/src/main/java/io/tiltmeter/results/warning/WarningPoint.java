package io.tiltmeter.results.warning;

import io.tiltmeter.contracts.event.WarningState;
import java.util.Optional;

/**
 * The warning at one checkpoint.
 *
 * @param step the newest checkpoint of the window
 * @param smoothed mean counterfactual accuracy over the window, in [0, 1]
 * @param best the highest smoothed value so far, this one included
 * @param bestStep where it was, the earliest of equals
 * @param lowInARow how many smoothed values in a row are low, this one the last; 0 if it is not
 * @param p of the curve so far under the hypothesis that it never fell; empty where it decided nothing
 * @param wasInverted whether the run was inverted here or before
 */
public record WarningPoint(
        int step,
        double smoothed,
        double best,
        int bestStep,
        int lowInARow,
        int backInARow,
        Optional<Double> p,
        boolean wasInverted,
        WarningState state) {
    static WarningPoint first(int step, double smoothed) {
        return new WarningPoint(step, smoothed, smoothed, step, 0, 1, Optional.empty(), false, WarningState.NONE);
    }

    /** How far the smoothed curve is below its best, in [0, 1]. */
    public double drawdown() {
        return best - smoothed;
    }
}
