package io.tiltmeter.results.application.curve;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.application.run.MeasurementChange;
import io.tiltmeter.results.curve.Bounded;
import io.tiltmeter.results.curve.ConflictMeasures;
import io.tiltmeter.results.curve.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A run's inversion curve. Accuracies are shares in [0, 1]; bounds are those of 95 % intervals.
 *
 * @param engines what computed the points, the standard suites' too
 * @param batchings how items were batched, likewise
 * @param standardSeries the scorer and arm of each standard suite
 * @param mixed what was not measured alike at all points, so that a step may not be a change of the model
 * @param xAxis what each point's {@code x} is
 * @param slice the slice whose items alone count; absent if all do
 */
public record RunCurve(
        String runId,
        String runName,
        RunStatus status,
        int totalSteps,
        @JsonUnwrapped Series series,
        List<String> engines,
        List<String> batchings,
        SortedMap<String, StandardSeries> standardSeries,
        List<MeasurementChange> mixed,
        Axis xAxis,
        Optional<String> slice,
        List<SliceSize> slices,
        List<Point> points) {

    /**
     * The conflict suite that is shown, and what else could be.
     *
     * @param suite the knowledge-conflict suite shown; absent if the run has none
     * @param conflictSuites all that can be shown
     * @param scorer the rule that judged its answers
     * @param scorerVersions its versions along the curve
     * @param arm how it was prompted
     * @param itemFilter {@code all}, or {@code known} for those whose memory answer the base model gives without the context
     * @param scorers all that can be shown of this suite
     * @param arms all that can be shown of this suite
     * @param knowledge whether {@code items=known} is available
     */
    public record Series(
            Optional<String> suite,
            List<String> conflictSuites,
            Optional<String> scorer,
            List<Integer> scorerVersions,
            Optional<String> arm,
            String itemFilter,
            List<String> scorers,
            List<String> arms,
            boolean knowledge) {}

    /** An accuracy and its bounds, as far as they are known. */
    public record Interval(Optional<Double> accuracy, Optional<Double> low, Optional<Double> high) {
        static Interval of(Optional<Estimate> estimate) {
            Optional<Estimate> bounded = estimate.filter(Estimate::hasBounds);
            return new Interval(estimate.map(Estimate::value), bounded.map(Estimate::low), bounded.map(Estimate::high));
        }
    }

    /**
     * What is measured beside the accuracies, each with its 95 % interval as far as it is known.
     *
     * @param memorizationRatio parametric accuracy over the sum of both accuracies (Longpre et al. 2021), a share; absent
     *     where both are 0 or one is unknown
     * @param bothShare share of answers with the context answer and the memory answer
     * @param neitherShare share of answers with none of them
     * @param marginNats mean by which the context answer is likelier than the memory answer, in nats a token; absent
     *     unless the scorer is {@code logprob}
     */
    public record Measures(
            Optional<Double> memorizationRatio,
            Optional<Double> memorizationRatioLow,
            Optional<Double> memorizationRatioHigh,
            Optional<Double> bothShare,
            Optional<Double> bothShareLow,
            Optional<Double> bothShareHigh,
            Optional<Double> neitherShare,
            Optional<Double> neitherShareLow,
            Optional<Double> neitherShareHigh,
            Optional<Double> marginNats,
            Optional<Double> marginNatsLow,
            Optional<Double> marginNatsHigh) {
        static Measures of(ConflictMeasures measured) {
            Optional<Bounded> ratio = measured.memorizationRatio();
            Optional<Bounded> both = measured.both();
            Optional<Bounded> neither = measured.neither();
            Optional<Bounded> margin = measured.marginNats();
            return new Measures(
                    ratio.map(Bounded::value),
                    ratio.flatMap(Bounded::low),
                    ratio.flatMap(Bounded::high),
                    both.map(Bounded::value),
                    both.flatMap(Bounded::low),
                    both.flatMap(Bounded::high),
                    neither.map(Bounded::value),
                    neither.flatMap(Bounded::low),
                    neither.flatMap(Bounded::high),
                    margin.map(Bounded::value),
                    margin.flatMap(Bounded::low),
                    margin.flatMap(Bounded::high));
        }
    }

    /**
     * The x axis.
     *
     * @param id {@code step}, {@code examples}, {@code epochs} or {@code standard}
     * @param label in words
     */
    public record Axis(String id, String label, String unit) {}

    /**
     * A slice of the suite.
     *
     * @param slice as {@code DIMENSION:VALUE}
     */
    public record SliceSize(String slice, int items) {}

    /** The scorer and arm of a standard suite. */
    public record StandardSeries(String scorer, String arm) {}

    /**
     * One checkpoint.
     *
     * @param step optimizer steps taken; 0 is the model before finetuning
     * @param epochs passes over the mixture
     * @param standardMean unweighted mean of the standard suites; absent until all suites are scored
     * @param standard each standard suite's accuracy
     * @param trainingLossNats loss of the step, in nats per token; absent at step 0
     * @param complete whether every suite is scored
     * @param scorerVersion the scorer's version at this point of the conflict suite
     * @param engine what computed its scores
     * @param x its value on the axis; absent if unknown
     * @param examples training examples seen; absent for runs that do not say how many a step takes
     * @param baseModel whether it is the model before finetuning
     * @param segment of the conflict suite's lines: they break where it changes, because points there were not measured
     *     alike (suite version, scorer version, arm settings, number of items)
     * @param standardSegment of the standard mean's line
     */
    public record Point(
            int step,
            double epochs,
            @JsonUnwrapped(prefix = "counterfactual_") Interval counterfactual,
            @JsonUnwrapped(prefix = "parametric_") Interval parametric,
            @JsonUnwrapped Measures measures,
            Optional<Double> standardMean,
            SortedMap<String, Double> standard,
            Optional<Double> trainingLossNats,
            boolean complete,
            Optional<Integer> scorerVersion,
            Optional<String> engine,
            Optional<Double> x,
            Optional<Long> examples,
            boolean baseModel,
            int segment,
            int standardSegment) {}
}
