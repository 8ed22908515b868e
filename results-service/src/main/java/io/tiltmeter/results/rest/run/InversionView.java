package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.Mixed;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.application.run.ShownSeries;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.verdict.Change;
import io.tiltmeter.results.verdict.TestedChange;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.Moment;
import io.tiltmeter.results.verdict.VerdictRule;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a run shows context-parametric inversion. Accuracies and differences are shares; those of start, peak, trough
 * and end are means over windows of neighbouring checkpoints. Numbers are absent while fewer than two checkpoints are
 * scored on every suite.
 *
 * @param suite the knowledge-conflict suite it is about; absent if the run has none, or several that are taken together
 * @param overall whether it is about the items of several suites together
 * @param scorer the rule that judged its answers
 * @param arm how it was put to the model
 * @param itemFilter {@code all}, or {@code known} for those that the base model knows
 * @param mixed what is not the same at all points, so that a drop may be none of the model
 * @param verdict {@code inversion}, {@code recovered}, {@code no_inversion} or {@code inconclusive}
 * @param provisional whether scores are still to come, so that the verdict may change
 * @param sentence the verdict and its reason in one sentence
 * @param reason the same without the verdict
 * @param test what the drop was held against
 * @param startStep the first checkpoint
 * @param peakStep the highest checkpoint of the peak's window
 * @param troughStep the lowest checkpoint of the trough's window
 * @param endStep the last checkpoint
 * @param peakSteps the steps of the peak's window
 * @param troughSteps of the trough's; it may be the end
 * @param endSteps of the end's
 * @param rise peak less start, paired by item; its interval is that of resampled clusters, as all others are
 * @param riseShown whether the rise's interval lies above zero
 * @param drop peak less end
 * @param fall peak less trough
 * @param fallP corrected p of the fall, as {@code correctedP} is the drop's
 * @param recovery end less trough
 * @param recoveryP corrected p of the recovery
 * @param paired whether items are known; if not, intervals are those of unpaired shares
 * @param mcnemarP exact two-sided McNemar test of the drop, not corrected; absent without items
 * @param mcnemarLost items that followed the context more often at the peak than at the end
 * @param mcnemarGained items that did so more often at the end
 * @param clusterSignP the same test on clusters
 * @param checkpointP Student's t of the drop against the noise of items and checkpoints together, not corrected
 * @param checkpointNoise standard deviation of a single checkpoint's accuracy about the course of the run
 * @param noiseMeasured whether that is of this run; else it is what is usual
 * @param correctedP the largest of the three p, times {@code candidatePeaks}: the peak was chosen after seeing the data
 * @param standardTrend {@code held}, {@code fell} or {@code unknown}
 * @param items items that all the windows answered
 * @param clusters their clusters
 * @param suites the verdict on each suite, where none was asked for
 * @param ruleVersion version of the rule, explained in docs/verdict.md
 */
public record InversionView(
        String runId,
        String runName,
        Optional<String> suite,
        boolean overall,
        Optional<String> scorer,
        Optional<String> arm,
        String itemFilter,
        List<Mixed> mixed,
        String verdict,
        boolean provisional,
        String sentence,
        String reason,
        Optional<String> test,
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
        Optional<Double> endParametric,
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
        Optional<Double> recoveryP,
        Optional<Boolean> paired,
        Optional<Double> mcnemarP,
        Optional<Integer> mcnemarLost,
        Optional<Integer> mcnemarGained,
        Optional<Double> clusterSignP,
        Optional<Double> checkpointP,
        Optional<Double> checkpointNoise,
        Optional<Boolean> noiseMeasured,
        Optional<Double> correctedP,
        Optional<Integer> candidatePeaks,
        Optional<Double> standardStart,
        Optional<Double> standardPeak,
        Optional<Double> standardTrough,
        Optional<Double> standardEnd,
        Optional<String> standardTrend,
        Optional<Integer> items,
        Optional<Integer> clusters,
        List<InversionView> suites,
        int ruleVersion) {
    private static final String NOT_EVALUATED = "This run is evaluated on no knowledge-conflict suite.";

    /** The verdict on the suite that is shown. */
    static InversionView of(ScoredRun scored, Optional<Verdict> judged) {
        return of(scored, scored.conflictSuite(), false, judged, List.of());
    }

    /** The verdict on all suites together, and on each. */
    static InversionView overall(ScoredRun scored, Verdict overall, List<InversionView> suites) {
        boolean isOne = suites.size() == 1;
        return of(scored, isOne ? scored.conflictSuite() : Optional.empty(), !isOne, Optional.of(overall), suites);
    }

    private static InversionView of(
            ScoredRun scored,
            Optional<String> suite,
            boolean isOverall,
            Optional<Verdict> judged,
            List<InversionView> suites) {
        Optional<Evidence> found = judged.flatMap(Verdict::evidence);
        Optional<Moment> start = found.map(Evidence::start);
        Optional<Moment> peak = found.map(Evidence::peak);
        Optional<Moment> trough = found.map(Evidence::trough);
        Optional<Moment> end = found.map(Evidence::end);
        Optional<Estimate> rise = found.map(evidence -> evidence.rise().decrease());
        Optional<TestedChange> drop = found.map(Evidence::drop);
        Optional<Estimate> dropped = drop.map(each -> each.change().decrease());
        Optional<TestedChange> fall = found.map(Evidence::fall);
        Optional<Estimate> fell = fall.map(each -> each.change().decrease());
        Optional<TestedChange> recovery = found.map(Evidence::recovery);
        Optional<Estimate> recovered = recovery.map(each -> each.change().decrease());
        Optional<Change.Flips> flips = drop.flatMap(each -> each.change().flips());
        return new InversionView(
                scored.run().state().runId(),
                scored.run().state().runName(),
                suite,
                isOverall,
                scored.shown().map(ShownSeries::scorer),
                scored.shown().map(ShownSeries::arm),
                scored.shown().map(ShownSeries::items).orElse(Items.ALL).id(),
                scored.mixed(),
                Json.name(judged.map(Verdict::state).orElse(Verdict.State.INCONCLUSIVE)),
                scored.isProvisional(),
                judged.map(Verdict::sentence).orElse("Inconclusive: " + NOT_EVALUATED),
                judged.map(Verdict::reason).orElse(NOT_EVALUATED),
                judged.map(Verdict::test),
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
                end.flatMap(moment -> boxed(moment.parametric())),
                rise.map(Estimate::value),
                rise.map(Estimate::low),
                rise.map(Estimate::high),
                found.map(Evidence::riseShown),
                dropped.map(Estimate::value),
                dropped.map(Estimate::low),
                dropped.map(Estimate::high),
                fell.map(Estimate::value),
                fell.map(Estimate::low),
                fell.map(Estimate::high),
                fall.map(TestedChange::correctedP),
                recovered.map(Estimate::value),
                recovered.map(Estimate::low),
                recovered.map(Estimate::high),
                recovery.map(TestedChange::correctedP),
                drop.map(each -> each.change().flips().isPresent()),
                flips.map(Change.Flips::mcNemarP),
                flips.map(Change.Flips::lost),
                flips.map(Change.Flips::gained),
                flips.map(Change.Flips::clusterSignP),
                drop.map(TestedChange::checkpointP),
                found.map(evidence -> evidence.noise().deviation()),
                found.map(evidence -> evidence.noise().measured()),
                drop.map(TestedChange::correctedP),
                drop.map(TestedChange::choices),
                start.flatMap(moment -> boxed(moment.standardMean())),
                peak.flatMap(moment -> boxed(moment.standardMean())),
                trough.flatMap(moment -> boxed(moment.standardMean())),
                end.flatMap(moment -> boxed(moment.standardMean())),
                found.map(evidence -> Json.name(evidence.standard())),
                drop.map(each -> each.change().items()),
                drop.map(each -> each.change().clusters()),
                suites,
                VerdictRule.VERSION);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
