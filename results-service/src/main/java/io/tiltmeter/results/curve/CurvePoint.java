package io.tiltmeter.results.curve;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known about one checkpoint.
 *
 * @param step optimizer steps taken; 0 is the model before finetuning
 * @param counterfactual share of the conflict suite answered as the context says; empty until it is scored
 * @param parametric share answered from memory; empty until it is scored
 * @param measures what else is measured of the conflict suite; none until it is scored
 * @param standard accuracy of each standard suite that is scored, by task
 * @param standardMean the unweighted mean of those that every complete point has, in [0, 1]. Empty until the point is
 *     complete: a mean over other suites is another quantity
 * @param complete whether every suite of the run is scored
 */
public record CurvePoint(
        int step,
        Optional<Estimate> counterfactual,
        Optional<Estimate> parametric,
        ConflictMeasures measures,
        SortedMap<String, Double> standard,
        OptionalDouble standardMean,
        boolean complete) {
    public CurvePoint {
        standard = Collections.unmodifiableSortedMap(new TreeMap<>(standard));
    }
}
