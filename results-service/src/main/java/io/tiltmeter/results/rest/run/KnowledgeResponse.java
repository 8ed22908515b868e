package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SelectedSeries;
import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.persistence.StoredScore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which items of its conflict suites the base model knows, and what that changes.
 *
 * @param suites those that the knowledge filter ran on
 */
public record KnowledgeResponse(String runId, List<OfSuite> suites) {
    /**
     * One suite.
     *
     * @param items items that the filter saw
     * @param known those whose memory answer the base model gives without the context
     * @param share of the items that are known
     * @param baseStep the step of the base model
     * @param scorer the rule of the accuracies below
     * @param arm how the suite was prompted
     * @param allItems over every item
     * @param knownItems over the known ones
     */
    public record OfSuite(
            String suite,
            String suiteId,
            int items,
            int known,
            double share,
            int baseStep,
            String scorer,
            String arm,
            Optional<Reach> allItems,
            Optional<Reach> knownItems) {
        /**
         * @param filter the evaluation of the base model
         * @param all the run with every item
         * @param selected the run with the known items
         */
        static OfSuite of(String suite, StoredScore filter, ScoredRun all, ScoredRun selected) {
            int items = filter.score().items();
            int known = selected.selected().orElseThrow().itemIds().size();
            SelectedSeries shown = all.shown().orElseThrow();
            return new OfSuite(
                    suite,
                    filter.suiteId(),
                    items,
                    known,
                    (double) known / items,
                    filter.score().step(),
                    shown.scorer(),
                    shown.arm(),
                    Reach.of(all.curve()),
                    Reach.of(selected.curve()));
        }
    }

    /**
     * Counterfactual accuracy where it is highest, the earliest of equals, and at the last scored checkpoint, with 95 %
     * intervals.
     */
    public record Reach(int peakStep, Estimate peak, int endStep, Estimate end) {
        static Optional<Reach> of(Curve curve) {
            List<CurvePoint> points = curve.points().stream()
                    .filter(point -> point.counterfactual().isPresent())
                    .toList();
            return points.stream()
                    .max(Comparator.comparingDouble(Reach::height)
                            .thenComparing(CurvePoint::step, Comparator.reverseOrder()))
                    .map(peak -> {
                        CurvePoint end = points.get(points.size() - 1);
                        return new Reach(
                                peak.step(),
                                peak.counterfactual().orElseThrow(),
                                end.step(),
                                end.counterfactual().orElseThrow());
                    });
        }

        private static double height(CurvePoint point) {
            return point.counterfactual().orElseThrow().value();
        }
    }
}
