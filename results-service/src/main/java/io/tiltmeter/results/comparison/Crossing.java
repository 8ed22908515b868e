package io.tiltmeter.results.comparison;

import io.tiltmeter.results.comparison.RunPath.Point;
import io.tiltmeter.results.curve.Estimate;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a run's path, drawn straight from checkpoint to checkpoint in the order of steps, reaches a standard mean.
 *
 * @param earlier the checkpoint before, or at the standard mean itself
 * @param later the next one, or the same
 * @param weight of the later, in [0, 1); 0 where both are the same
 */
public record Crossing(Point earlier, Point later, double weight) {
    /** Which of several crossings represents the run. */
    public enum Choice {
        /**
         * The last crossing: where further training leads. A run that passes the standard mean early and returns to it by
         * forgetting is taken where it returns.
         */
        LAST,
        /** The first crossing. A single checkpoint that is high by chance makes it earlier. */
        FIRST
    }

    /** Every crossing, by step; a checkpoint that is exactly there counts once. */
    static List<Crossing> of(RunPath run, double standardMean) {
        List<Crossing> crossings = new ArrayList<>();
        for (int index = 0; index < run.points().size(); index++) {
            Point here = run.points().get(index);
            if (here.standardMean() == standardMean) {
                crossings.add(new Crossing(here, here, 0));
            } else if (index + 1 < run.points().size()) {
                Point next = run.points().get(index + 1);
                double below = standardMean - here.standardMean();
                double above = next.standardMean() - standardMean;
                if (below * above > 0) {
                    crossings.add(new Crossing(here, next, below / (below + above)));
                }
            }
        }
        return crossings;
    }

    /** Counterfactual accuracy there, interpolated. */
    public double counterfactual() {
        return between(earlier.counterfactual().value(), later.counterfactual().value());
    }

    /** The interpolated bounds: never narrower than those of the interpolated accuracy. */
    Estimate estimate() {
        return new Estimate(
                counterfactual(),
                between(earlier.counterfactual().low(), later.counterfactual().low()),
                between(earlier.counterfactual().high(), later.counterfactual().high()));
    }

    /** The checkpoint whose standard mean is nearer; the later of equals. */
    public Point nearer() {
        return weight < 0.5 ? earlier : later;
    }

    double between(double atEarlier, double atLater) {
        return (1 - weight) * atEarlier + weight * atLater;
    }
}
