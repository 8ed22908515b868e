package io.tiltmeter.results.rest.comparison;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/**
 * Several runs on one conflict suite.
 *
 * @param suite the knowledge-conflict suite
 * @param itemFilter {@code all}, or {@code known} for those that the base model knows
 * @param slice the slice whose items count; absent if all do
 * @param standardSuites the suites of every standard mean here: those that all the runs have
 * @param warnings differences between the runs, in sentences
 * @param tolerance how much standard mean below its highest a run's best checkpoint may have
 * @param crossing {@code last} or {@code first}: which crossing counts if a run is at the standard mean several times
 * @param runs in the order of the query
 * @param matchedAt the standard mean of {@code matched}; absent if a run has no standard mean and none was sent
 * @param matched each run at it; empty if that is absent
 * @param pairs every two runs that reach it and have items in common
 * @param smallestDetectableDrop the largest of the runs' own, as a share; absent if none has one
 */
public record ComparisonResponse(
        String suite,
        String itemFilter,
        Optional<String> slice,
        List<String> standardSuites,
        List<String> warnings,
        double tolerance,
        String crossing,
        List<Run> runs,
        Optional<Double> matchedAt,
        List<Matched> matched,
        List<Pair> pairs,
        Optional<Double> smallestDetectableDrop) {

    /**
     * One run.
     *
     * @param scorer the rule that judged its answers
     * @param arm how the suite was prompted
     * @param mixture the mixture it was finetuned on; absent if unknown
     * @param points every checkpoint scored on the suite, by ascending step
     * @param bestStep the step of {@code best}
     * @param best the highest counterfactual accuracy among the checkpoints within the tolerance of the run's highest
     *     standard mean; absent, with the step, while the run has no standard mean
     * @param detectable how small a drop of this run the suite can show; absent without items and with fewer than two points
     */
    public record Run(
            String runId,
            String runName,
            Optional<String> scorer,
            Optional<String> arm,
            Optional<String> mixture,
            List<Point> points,
            Optional<Integer> bestStep,
            Optional<Point> best,
            Optional<Detectable> detectable) {}

    /**
     * One checkpoint.
     *
     * @param standardMean mean of the common standard suites; absent unless it is scored on all of them
     * @param low lower bound of the 95 % interval of the counterfactual accuracy
     * @param high upper bound
     * @param onFrontier whether no checkpoint of any run is better in one accuracy without being worse in the other
     * @param onRunFrontier the same among the checkpoints of its run
     */
    public record Point(
            int step,
            Optional<Double> standardMean,
            double counterfactualAccuracy,
            double low,
            double high,
            boolean onFrontier,
            boolean onRunFrontier) {}

    /**
     * How small a drop the suite can show.
     *
     * @param betweenSteps the highest checkpoint and the last, or the first and the last, whose answers it is measured on
     * @param items that both answered
     * @param differing share of the items whose answers differ
     * @param smallestDrop the drop that a two-sided test at level 0.05 finds with power 0.8, from the chance of items alone;
     *     absent for a single cluster
     */
    public record Detectable(
            List<Integer> betweenSteps, int items, int clusters, double differing, Optional<Double> smallestDrop) {}

    /**
     * One run at the standard mean that the runs are compared at.
     *
     * @param counterfactualAccuracy interpolated linearly between two checkpoints; absent, with the following, if the run
     *     does not reach it
     * @param low lower bound of its 95 % interval, over resampled clusters; the standard mean counts as known
     * @param high upper bound
     * @param betweenSteps the two checkpoints, or twice the same
     * @param laterWeight the weight of the later, in [0, 1)
     * @param crossings how often the run is at this standard mean
     * @param lowestAtCrossings the lowest counterfactual accuracy at any of them
     * @param highestAtCrossings the highest
     * @param reason why the run does not reach it
     */
    public record Matched(
            String runId,
            double standardMean,
            Optional<Double> counterfactualAccuracy,
            Optional<Double> low,
            Optional<Double> high,
            Optional<List<Integer>> betweenSteps,
            Optional<Double> laterWeight,
            int crossings,
            Optional<Double> lowestAtCrossings,
            Optional<Double> highestAtCrossings,
            Optional<String> reason) {}

    /**
     * Two runs at that standard mean.
     *
     * @param difference counterfactual accuracy of {@code run} minus that of {@code with}, interpolated, over common items
     * @param low lower bound of its 95 % interval, over resampled clusters
     * @param high upper bound
     * @param onlyRun items that follow the context more often in {@code run} at {@code tested_steps}
     * @param onlyWith more often in {@code with}
     * @param testedSteps of each run the nearer checkpoint: an interpolated answer is not yes or no
     * @param items that both answered
     * @param smallestDetectableDifference with power 0.8 at level 0.05; absent for a single cluster
     */
    public record Pair(
            String run,
            String with,
            double difference,
            double low,
            double high,
            @JsonUnwrapped Tests tests,
            int onlyRun,
            int onlyWith,
            List<Integer> testedSteps,
            int items,
            int clusters,
            Optional<Double> smallestDetectableDifference) {}

    /**
     * The tests of a difference.
     *
     * @param p the largest of the three below
     * @param holmP the same, corrected for all pairs by Holm's rule
     * @param mcnemarP exact two-sided McNemar test at {@code tested_steps}
     * @param clusterSignP the same test on clusters
     * @param clusteredP Student's t of the difference over clusters
     */
    public record Tests(double p, double holmP, double mcnemarP, double clusterSignP, double clusteredP) {}
}
