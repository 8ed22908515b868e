package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.RunWarning.OfSuite;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.ShownSeries;
import io.tiltmeter.results.warning.WarningPoint;
import io.tiltmeter.results.warning.WarningRule;
import java.util.List;
import java.util.Optional;

/**
 * The live warning of a run, or of one of its suites if that was asked for. All accuracies are means over a window.
 *
 * @param suite the suite that the numbers and the history are of: the one asked for, or the one that makes the run's
 *     state; absent for a run without a knowledge-conflict suite
 * @param scorer the rule that judged; absent with the suite
 * @param arm how the suite was put to the model; absent with the suite
 * @param state of that suite; of several the gravest: inverted before watch before recovered before none
 * @param sinceStep the step that brought it; absent if it has never moved
 * @param bestMean the highest mean so far; absent before the first full window
 * @param bestStep the newest checkpoint of that mean
 * @param newestMean the mean of the newest checkpoints
 * @param newestStep the newest of them
 * @param drawdown the best mean less the newest
 * @param inARow how many means in a row lie at least the threshold below the best, the newest included
 * @param waitingForStep the checkpoint whose score must come first; absent if none is missing in between
 * @param parameters the rule's numbers: those asked for, else those of the run's early_stopping, else the defaults
 * @param suites every knowledge-conflict suite of the run
 * @param history from the first full window on, by ascending step
 */
public record WarningView(
        String runId,
        String runName,
        Optional<String> suite,
        Optional<String> scorer,
        Optional<String> arm,
        WarningState state,
        Optional<Integer> sinceStep,
        Optional<Double> bestMean,
        Optional<Integer> bestStep,
        Optional<Double> newestMean,
        Optional<Integer> newestStep,
        Optional<Double> drawdown,
        @JsonProperty("in_a_row") int inARow,
        Optional<Integer> waitingForStep,
        Parameters parameters,
        List<SuiteState> suites,
        List<HistoryPoint> history) {

    /**
     * The rule's numbers.
     *
     * @param window checkpoints in a mean
     * @param threshold how far below the best a mean must lie to count, a difference of accuracies
     * @param patience how many in a row move the state
     */
    public record Parameters(int window, double threshold, int patience) {}

    /** One suite's numbers; each as in the whole answer. */
    public record SuiteState(
            String suite,
            WarningState state,
            Optional<Integer> sinceStep,
            Optional<Double> bestMean,
            Optional<Integer> bestStep,
            Optional<Double> newestMean,
            Optional<Integer> newestStep,
            Optional<Double> drawdown,
            @JsonProperty("in_a_row") int inARow,
            Optional<Integer> waitingForStep) {}

    /**
     * One checkpoint.
     *
     * @param smoothed mean counterfactual accuracy over the window that ends there, in [0, 1]
     */
    public record HistoryPoint(int step, double smoothed, WarningState state) {}

    /** @param asked the suite asked for, by its name in the run */
    static WarningView of(ScoredRun scored, RunWarning warning, Optional<String> asked) {
        Optional<OfSuite> shown = asked.map(warning::of).orElseGet(warning::gravest);
        Optional<WarningPoint> newest = shown.flatMap(each -> each.track().newest());
        WarningRule rule = warning.rule();
        return new WarningView(
                scored.run().state().runId(),
                scored.run().state().runName(),
                shown.map(OfSuite::suite),
                scored.shown().map(ShownSeries::scorer),
                scored.shown().map(ShownSeries::arm),
                shown.map(each -> each.track().state()).orElse(WarningState.NONE),
                shown.flatMap(each -> each.track().sinceStep()),
                newest.map(WarningPoint::best),
                newest.map(WarningPoint::bestStep),
                newest.map(WarningPoint::smoothed),
                newest.map(WarningPoint::step),
                newest.map(WarningPoint::drawdown),
                newest.map(WarningPoint::lowInARow).orElse(0),
                shown.flatMap(OfSuite::waitingForStep),
                new Parameters(rule.window(), rule.threshold(), rule.patience()),
                warning.suites().stream().map(WarningView::suite).toList(),
                shown.stream()
                        .flatMap(each -> each.track().points().stream())
                        .map(point -> new HistoryPoint(point.step(), point.smoothed(), point.state()))
                        .toList());
    }

    private static SuiteState suite(OfSuite suite) {
        Optional<WarningPoint> newest = suite.track().newest();
        return new SuiteState(
                suite.suite(),
                suite.track().state(),
                suite.track().sinceStep(),
                newest.map(WarningPoint::best),
                newest.map(WarningPoint::bestStep),
                newest.map(WarningPoint::smoothed),
                newest.map(WarningPoint::step),
                newest.map(WarningPoint::drawdown),
                newest.map(WarningPoint::lowInARow).orElse(0),
                suite.waitingForStep());
    }
}
