package io.tiltmeter.results.application.curve;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.application.run.Mixed;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A run's inversion curve. Accuracies are shares in [0, 1]; bounds are those of 95 % intervals.
 *
 * @param suite the knowledge-conflict suite shown; absent if the run has none
 * @param conflictSuites all that can be shown
 * @param scorer the rule that judged its answers
 * @param scorerVersions its versions along the curve
 * @param arm how it was put to the model
 * @param itemFilter {@code all}, or {@code known} for those whose memory answer the base model gives without the context
 * @param scorers all that can be shown of this suite
 * @param arms all that can be shown of this suite
 * @param knowledge whether {@code items=known} can be asked for
 * @param engines what computed the points, the standard suites' too
 * @param batchings how items went through the model together, likewise
 * @param standardSeries by which scorer and in which arm each standard suite is shown
 * @param mixed what is not the same at all points, so that a change may be none of the model
 * @param xAxis what each point's {@code x} is
 * @param slice the slice whose items alone count; absent if all do
 * @param slices the parts of the suite that can be asked for
 */
public record CurveView(
        String runId,
        String runName,
        RunStatus status,
        int totalSteps,
        Optional<String> suite,
        List<String> conflictSuites,
        Optional<String> scorer,
        List<Integer> scorerVersions,
        Optional<String> arm,
        String itemFilter,
        List<String> scorers,
        List<String> arms,
        boolean knowledge,
        List<String> engines,
        List<String> batchings,
        SortedMap<String, StandardSeries> standardSeries,
        List<Mixed> mixed,
        Axis xAxis,
        Optional<String> slice,
        List<SliceSize> slices,
        List<Point> points) {

    /**
     * What a curve is drawn over.
     *
     * @param id {@code step}, {@code examples}, {@code epochs} or {@code standard}
     * @param label in words
     * @param unit what one of it is
     */
    public record Axis(String id, String label, String unit) {}

    /**
     * A part of the suite.
     *
     * @param slice as {@code DIMENSION:VALUE}
     * @param items how many items it has
     */
    public record SliceSize(String slice, int items) {}

    /** What a standard suite's accuracies are. */
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
     * @param engine what computed that
     * @param x where it stands on the axis; absent where that is not known
     * @param examples training examples seen; absent for runs that do not say how many a step takes
     * @param baseModel whether it is the model before finetuning
     * @param segment of the conflict suite's lines: they break where it changes, because points there were not measured
     *     alike (suite version, scorer version, arm settings, number of items)
     * @param standardSegment of the standard mean's line
     */
    public record Point(
            int step,
            double epochs,
            Optional<Double> counterfactualAccuracy,
            Optional<Double> counterfactualLow,
            Optional<Double> counterfactualHigh,
            Optional<Double> parametricAccuracy,
            Optional<Double> parametricLow,
            Optional<Double> parametricHigh,
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
