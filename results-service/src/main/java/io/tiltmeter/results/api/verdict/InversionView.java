package io.tiltmeter.results.api.verdict;

import io.tiltmeter.results.api.run.RunSummary;
import io.tiltmeter.results.api.run.ScoredRun;
import io.tiltmeter.results.api.run.ShownSeries;
import io.tiltmeter.results.api.series.Mixed;
import io.tiltmeter.results.api.series.SeriesQuery.Items;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.Verdict;
import io.tiltmeter.results.curve.Verdict.Evidence;
import io.tiltmeter.results.curve.VerdictRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a run shows context-parametric inversion. Accuracies and differences are shares; numbers are absent while
 * fewer than two checkpoints are scored on every suite.
 *
 * @param suite the knowledge-conflict suite it is about; absent if the run has none
 * @param scorer the rule that judged its answers
 * @param arm how it was put to the model
 * @param itemFilter {@code all}, or {@code known} for those that the base model knows
 * @param mixed what is not the same at all points, so that a drop may be none of the model
 * @param verdict {@code inversion}, {@code no_inversion} or {@code inconclusive}
 * @param provisional whether scores are still to come, so that the verdict may change
 * @param sentence the verdict and its numbers in one sentence
 * @param rise peak less start, paired by item
 * @param riseShown whether the rise's interval lies above zero
 * @param drop peak less end, paired by item
 * @param mcnemarP exact two-sided McNemar test of the drop, not corrected
 * @param mcnemarLost items that followed the context at the peak and not at the end
 * @param mcnemarGained items that did so at the end and not at the peak
 * @param clusterSignP the same test on clusters
 * @param correctedP the larger of the two, times {@code candidatePeaks}: the peak was chosen after seeing the data
 * @param standardTrend {@code held}, {@code fell} or {@code unknown}
 * @param items items that both the peak and the end answered
 * @param clusters their clusters
 * @param ruleVersion version of the rule, explained in docs/verdict.md
 */
public record InversionView(
        String runId,
        String runName,
        Optional<String> suite,
        Optional<String> scorer,
        Optional<String> arm,
        String itemFilter,
        List<Mixed> mixed,
        String verdict,
        boolean provisional,
        String sentence,
        Optional<Integer> startStep,
        Optional<Integer> peakStep,
        Optional<Integer> endStep,
        Optional<Double> startAccuracy,
        Optional<Double> peakAccuracy,
        Optional<Double> endAccuracy,
        Optional<Double> startParametric,
        Optional<Double> peakParametric,
        Optional<Double> endParametric,
        Optional<Double> rise,
        Optional<Double> riseLow,
        Optional<Double> riseHigh,
        Optional<Boolean> riseShown,
        Optional<Double> drop,
        Optional<Double> dropLow,
        Optional<Double> dropHigh,
        Optional<Double> mcnemarP,
        Optional<Integer> mcnemarLost,
        Optional<Integer> mcnemarGained,
        Optional<Double> clusterSignP,
        Optional<Double> correctedP,
        Optional<Integer> candidatePeaks,
        Optional<Double> standardStart,
        Optional<Double> standardPeak,
        Optional<Double> standardEnd,
        Optional<String> standardTrend,
        Optional<Integer> items,
        Optional<Integer> clusters,
        int ruleVersion) {
    private static final String NOT_EVALUATED = "Inconclusive: this run is evaluated on no knowledge-conflict suite.";

    static InversionView of(ScoredRun scored, Optional<Verdict> judged) {
        Optional<Evidence> found = judged.flatMap(Verdict::evidence);
        Optional<Estimate> rise = found.map(evidence -> evidence.rise().decrease());
        Optional<Estimate> drop = found.map(evidence -> evidence.drop().decrease());
        return new InversionView(
                scored.run().state().runId(),
                scored.run().state().runName(),
                scored.conflictSuite(),
                scored.shown().map(ShownSeries::scorer),
                scored.shown().map(ShownSeries::arm),
                scored.shown().map(ShownSeries::items).orElse(Items.ALL).id(),
                scored.mixed(),
                RunSummary.name(judged.map(Verdict::state).orElse(Verdict.State.INCONCLUSIVE)),
                scored.isProvisional(),
                judged.map(Verdict::sentence).orElse(NOT_EVALUATED),
                found.map(evidence -> evidence.start().step()),
                found.map(evidence -> evidence.peak().step()),
                found.map(evidence -> evidence.end().step()),
                found.map(evidence -> evidence.start().counterfactual().value()),
                found.map(evidence -> evidence.peak().counterfactual().value()),
                found.map(evidence -> evidence.end().counterfactual().value()),
                found.map(evidence -> evidence.start().parametric().value()),
                found.map(evidence -> evidence.peak().parametric().value()),
                found.map(evidence -> evidence.end().parametric().value()),
                rise.map(Estimate::value),
                rise.map(Estimate::low),
                rise.map(Estimate::high),
                found.map(Evidence::riseShown),
                drop.map(Estimate::value),
                drop.map(Estimate::low),
                drop.map(Estimate::high),
                found.map(evidence -> evidence.drop().mcNemarP()),
                found.map(evidence -> evidence.drop().lost()),
                found.map(evidence -> evidence.drop().gained()),
                found.map(evidence -> evidence.drop().clusterSignP()),
                found.map(Evidence::correctedP),
                found.map(Evidence::candidatePeaks),
                found.flatMap(evidence -> boxed(evidence.start().standardMean())),
                found.flatMap(evidence -> boxed(evidence.peak().standardMean())),
                found.flatMap(evidence -> boxed(evidence.end().standardMean())),
                found.map(evidence -> RunSummary.name(evidence.standard())),
                found.map(evidence -> evidence.drop().items()),
                found.map(evidence -> evidence.drop().clusters()),
                VerdictRule.VERSION);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
