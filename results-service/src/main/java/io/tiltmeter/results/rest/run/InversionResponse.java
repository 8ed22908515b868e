package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.results.application.run.MeasurementChange;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SelectedSeries;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.verdict.Change;
import io.tiltmeter.results.verdict.CourseProbabilities;
import io.tiltmeter.results.verdict.SmallestDrop;
import io.tiltmeter.results.verdict.TestedChange;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.Moment;
import io.tiltmeter.results.verdict.VerdictRule;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Whether a run shows context-parametric inversion. Accuracies and differences are shares; those of start, peak, trough
 * and end are means over windows of neighbouring checkpoints. Numbers are absent while fewer than two checkpoints are
 * scored on every suite.
 *
 * @param items items answered in all the windows
 * @param smallestDetectableDrop the drop between two given windows of this curve that a two-sided test at level 0.05 finds
 *     with power 0.8, from the noise of items and of checkpoints together; the verdict chooses its peak and needs more
 * @param suites the verdict on each suite, if no suite was named
 * @param ruleVersion version of the rule, explained in docs/verdict.md
 */
public record InversionResponse(
        @JsonUnwrapped Subject subject,
        @JsonUnwrapped Judgement judgement,
        @JsonUnwrapped Moments moments,
        @JsonUnwrapped Changes changes,
        @JsonUnwrapped Tests tests,
        @JsonUnwrapped Standard standard,
        Optional<Integer> items,
        Optional<Integer> clusters,
        Optional<Double> smallestDetectableDrop,
        List<InversionResponse> suites,
        int ruleVersion) {
    private static final String NOT_EVALUATED = "This run is evaluated on no knowledge-conflict suite.";

    /**
     * What is judged.
     *
     * @param suite the knowledge-conflict suite; absent if the run has none, or several that are judged together
     * @param overall whether it is on the items of several suites together
     * @param scorer the rule that judged its answers
     * @param arm how it was prompted
     * @param itemFilter {@code all}, or {@code known} for those that the base model knows
     * @param mixed what was not measured alike at all points, so that a drop may not be a change of the model
     */
    public record Subject(
            String runId,
            String runName,
            Optional<String> suite,
            boolean overall,
            Optional<String> scorer,
            Optional<String> arm,
            String itemFilter,
            List<MeasurementChange> mixed) {}

    /**
     * The verdict in words.
     *
     * @param verdict {@code inversion}, {@code recovered}, {@code no_inversion} or {@code inconclusive}
     * @param strength {@code shown} (beyond chance) or {@code likely} (of a probability of at least 0.9); absent if the
     *     verdict is inconclusive
     * @param probabilityNeverFell how probable it is that the curve did not fall, or by less than 5 points; absent where the
     *     points cannot be compared
     * @param probabilityInversion that it fell and ended lower
     * @param probabilityRecovered that it fell and came back
     * @param provisional whether scores are still missing, so that the verdict may change
     * @param sentence the verdict and its reason in one sentence
     * @param reason the same without the verdict
     * @param test how the drop was tested
     */
    public record Judgement(
            String verdict,
            Optional<String> strength,
            Optional<Double> probabilityNeverFell,
            Optional<Double> probabilityInversion,
            Optional<Double> probabilityRecovered,
            boolean provisional,
            String sentence,
            String reason,
            Optional<String> test) {}

    /**
     * Where the curve starts, is highest, is lowest after that, and ends.
     *
     * @param startStep the first checkpoint
     * @param peakStep the highest checkpoint of the peak's window
     * @param troughStep the lowest checkpoint of the trough's window
     * @param endStep the last checkpoint
     * @param peakSteps the steps of the peak's window
     * @param troughSteps of the trough's, which may be the end's
     */
    public record Moments(
            Optional<Integer> startStep,
            Optional<Integer> peakStep,
            Optional<Integer> troughStep,
            Optional<Integer> endStep,
            Optional<List<Integer>> peakSteps,
            Optional<List<Integer>> troughSteps,
            Optional<List<Integer>> endSteps,
            Optional<Double> startAccuracy,
            Optional<Double> peakAccuracy,
            Optional<Double> troughAccuracy,
            Optional<Double> endAccuracy,
            Optional<Double> startParametric,
            Optional<Double> peakParametric,
            Optional<Double> troughParametric,
            Optional<Double> endParametric) {
        private static Moments of(Optional<Evidence> found) {
            Optional<Moment> start = found.map(Evidence::start);
            Optional<Moment> peak = found.map(Evidence::peak);
            Optional<Moment> trough = found.map(Evidence::trough);
            Optional<Moment> end = found.map(Evidence::end);
            return new Moments(
                    start.map(Moment::step),
                    peak.map(Moment::step),
                    trough.map(Moment::step),
                    end.map(Moment::step),
                    peak.map(Moment::steps),
                    trough.map(Moment::steps),
                    end.map(Moment::steps),
                    start.map(Moment::counterfactual),
                    peak.map(Moment::counterfactual),
                    trough.map(Moment::counterfactual),
                    end.map(Moment::counterfactual),
                    start.flatMap(moment -> boxed(moment.parametric())),
                    peak.flatMap(moment -> boxed(moment.parametric())),
                    trough.flatMap(moment -> boxed(moment.parametric())),
                    end.flatMap(moment -> boxed(moment.parametric())));
        }
    }

    /**
     * The differences between those, with their 95 % intervals.
     *
     * @param rise peak minus start, paired by item; all intervals are over resampled clusters
     * @param riseShown whether the rise's interval lies above zero
     * @param drop peak minus end
     * @param fall peak minus trough
     * @param fallP p of the whole curve, for a fall with a rise after it
     * @param recovery end minus trough
     * @param recoveryP the same; with fewer than 12 checkpoints that of the recovery
     */
    public record Changes(
            Optional<Double> rise,
            Optional<Double> riseLow,
            Optional<Double> riseHigh,
            Optional<Boolean> riseShown,
            Optional<Double> drop,
            Optional<Double> dropLow,
            Optional<Double> dropHigh,
            Optional<Double> fall,
            Optional<Double> fallLow,
            Optional<Double> fallHigh,
            Optional<Double> fallP,
            Optional<Double> recovery,
            Optional<Double> recoveryLow,
            Optional<Double> recoveryHigh,
            Optional<Double> recoveryP) {
        private static Changes of(Optional<Evidence> found) {
            Optional<Estimate> rise = found.map(evidence -> evidence.rise().decrease());
            Optional<Estimate> drop =
                    found.map(evidence -> evidence.drop().change().decrease());
            Optional<Estimate> fall =
                    found.map(evidence -> evidence.fall().change().decrease());
            Optional<Estimate> recovery =
                    found.map(evidence -> evidence.recovery().change().decrease());
            return new Changes(
                    rise.map(Estimate::value),
                    rise.map(Estimate::low),
                    rise.map(Estimate::high),
                    found.map(Evidence::riseShown),
                    drop.map(Estimate::value),
                    drop.map(Estimate::low),
                    drop.map(Estimate::high),
                    fall.map(Estimate::value),
                    fall.map(Estimate::low),
                    fall.map(Estimate::high),
                    found.map(evidence -> evidence.fall().curveP()),
                    recovery.map(Estimate::value),
                    recovery.map(Estimate::low),
                    recovery.map(Estimate::high),
                    found.map(evidence -> evidence.recovery().curveP()));
        }
    }

    /**
     * The tests of the drop.
     *
     * @param paired whether items are known; if not, intervals are those of unpaired shares
     * @param mcnemarP exact two-sided McNemar test of the drop, not corrected; absent without items
     * @param mcnemarLost items that followed the context more often at the peak than at the end
     * @param mcnemarGained items that did so more often at the end
     * @param clusterSignP the same test on clusters
     * @param checkpointP Student's t of the drop against the noise of items and checkpoints together, not corrected
     * @param checkpointNoise standard deviation of a single checkpoint's accuracy about the trend of the run
     * @param noiseMeasured whether that was measured on this run; else it is the usual value
     * @param curveP the p of the whole curve under the hypothesis that it never fell; with fewer than 12 checkpoints the
     *     largest of the three p, times the windows that could have been the peak
     */
    public record Tests(
            Optional<Boolean> paired,
            Optional<Double> mcnemarP,
            Optional<Integer> mcnemarLost,
            Optional<Integer> mcnemarGained,
            Optional<Double> clusterSignP,
            Optional<Double> checkpointP,
            Optional<Double> checkpointNoise,
            Optional<Boolean> noiseMeasured,
            Optional<Double> curveP) {
        private static Tests of(Optional<Evidence> found) {
            Optional<TestedChange> drop = found.map(Evidence::drop);
            Optional<Change.Flips> flips = drop.flatMap(each -> each.change().flips());
            return new Tests(
                    drop.map(each -> each.change().flips().isPresent()),
                    flips.map(Change.Flips::mcNemarP),
                    flips.map(Change.Flips::lost),
                    flips.map(Change.Flips::gained),
                    flips.map(Change.Flips::clusterSignP),
                    drop.map(TestedChange::checkpointP),
                    found.map(evidence -> evidence.noise().deviation()),
                    found.map(evidence -> evidence.noise().measured()),
                    drop.map(TestedChange::curveP));
        }
    }

    /**
     * The means of the standard suites.
     *
     * @param standardTrend {@code held}, {@code fell} or {@code unknown}
     */
    public record Standard(
            Optional<Double> standardStart,
            Optional<Double> standardPeak,
            Optional<Double> standardTrough,
            Optional<Double> standardEnd,
            Optional<String> standardTrend) {
        private static Standard of(Optional<Evidence> found) {
            return new Standard(
                    mean(found, Evidence::start),
                    mean(found, Evidence::peak),
                    mean(found, Evidence::trough),
                    mean(found, Evidence::end),
                    found.map(evidence -> Json.name(evidence.standard())));
        }

        private static Optional<Double> mean(Optional<Evidence> found, Function<Evidence, Moment> moment) {
            return found.flatMap(evidence -> boxed(moment.apply(evidence).standardMean()));
        }
    }

    /** The verdict on the suite that is shown. */
    static InversionResponse of(ScoredRun scored, Optional<Verdict> judged) {
        return of(scored, scored.conflictSuite(), false, judged, List.of());
    }

    /** The verdict on all suites together, and on each. */
    static InversionResponse overall(ScoredRun scored, Verdict overall, List<InversionResponse> suites) {
        boolean isOne = suites.size() == 1;
        return of(scored, isOne ? scored.conflictSuite() : Optional.empty(), !isOne, Optional.of(overall), suites);
    }

    private static InversionResponse of(
            ScoredRun scored,
            Optional<String> suite,
            boolean isOverall,
            Optional<Verdict> judged,
            List<InversionResponse> suites) {
        Optional<Evidence> found = judged.flatMap(Verdict::evidence);
        Optional<CourseProbabilities> probabilities = judged.flatMap(Verdict::probabilities);
        return new InversionResponse(
                new Subject(
                        scored.run().state().runId(),
                        scored.run().state().runName(),
                        suite,
                        isOverall,
                        scored.shown().map(SelectedSeries::scorer),
                        scored.shown().map(SelectedSeries::arm),
                        scored.shown()
                                .map(SelectedSeries::items)
                                .orElse(Items.ALL)
                                .id(),
                        scored.measurementChanges()),
                new Judgement(
                        Json.name(judged.map(Verdict::state).orElse(Verdict.State.INCONCLUSIVE)),
                        judged.flatMap(Verdict::strength).map(Json::name),
                        probabilities.map(CourseProbabilities::neverFell),
                        probabilities.map(CourseProbabilities::inversion),
                        probabilities.map(CourseProbabilities::recovered),
                        scored.isProvisional(),
                        judged.map(Verdict::sentence).orElse("Inconclusive: " + NOT_EVALUATED),
                        judged.map(Verdict::reason).orElse(NOT_EVALUATED),
                        judged.map(Verdict::test)),
                Moments.of(found),
                Changes.of(found),
                Tests.of(found),
                Standard.of(found),
                found.map(evidence -> evidence.drop().change().items()),
                found.map(evidence -> evidence.drop().change().clusters()),
                found.map(evidence -> SmallestDrop.of(evidence).drop()),
                suites,
                VerdictRule.VERSION);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
