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
    /** Which of several crossings stands for the run. */
    public enum Choice {
        /**
         * Where the run was last at this standard mean: what training on leads to. A run that passes it early and comes
         * back to it by forgetting is taken as it comes back.
         */
        LAST,
        /** Where it got there first. A single checkpoint that strays upwards brings it forward. */
        FIRST
    }

    /** Every crossing, by step; a checkpoint that is exactly there counts once. */
    static List<Crossing> of(RunPath run, double standardMean) {
        List<Crossing> crossings = new ArrayList<>();
        for (int place = 0; place < run.points().size(); place++) {
            Point here = run.points().get(place);
            if (here.standardMean() == standardMean) {
                crossings.add(new Crossing(here, here, 0));
            } else if (place + 1 < run.points().size()) {
                Point next = run.points().get(place + 1);
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
