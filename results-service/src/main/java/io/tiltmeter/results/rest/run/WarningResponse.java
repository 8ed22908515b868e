package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.RunWarning.OfSuite;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SelectedSeries;
import io.tiltmeter.results.warning.WarningPoint;
import io.tiltmeter.results.warning.WarningRule;
import java.util.List;
import java.util.Optional;

/**
 * The live warning of a run, or of one of its suites if that is named. All accuracies are means over a window.
 *
 * @param suite the suite of the numbers and the history: the one named, or the one with the gravest state; absent for a
 *     run without a knowledge-conflict suite
 * @param scorer the rule that judged; absent with the suite
 * @param arm how the suite was prompted; absent with the suite
 * @param parameters the rule's numbers: those sent, else those of the run's early_stopping, else the defaults
 * @param suites every knowledge-conflict suite of the run
 * @param history from the first full window on, by ascending step
 */
public record WarningResponse(
        String runId,
        String runName,
        Optional<String> suite,
        Optional<String> scorer,
        Optional<String> arm,
        @JsonUnwrapped State numbers,
        Parameters parameters,
        List<SuiteState> suites,
        List<HistoryPoint> history) {

    /**
     * The rule's numbers.
     *
     * @param window checkpoints in a mean
     * @param threshold how far below the best a mean must lie to count, a difference of accuracies
     * @param patience how many in a row change the state
     */
    public record Parameters(int window, double threshold, int patience) {}

    /**
     * The state of a warning and its numbers.
     *
     * @param sinceStep the step that caused it; absent if it has never changed
     * @param bestMean the highest mean so far; absent before the first full window
     * @param bestStep the newest checkpoint of that mean
     * @param drawdown the best mean minus the newest
     * @param inARow how many means in a row lie at least the threshold below the best, the newest included
     * @param p of the curve so far under the hypothesis that it never fell, where only this keeps a {@code watch} from
     *     {@code inverted} or made it {@code inverted}; absent otherwise
     * @param waitingForStep the first checkpoint whose score is missing; absent if none is
     */
    public record State(
            WarningState state,
            Optional<Integer> sinceStep,
            Optional<Double> bestMean,
            Optional<Integer> bestStep,
            Optional<Double> newestMean,
            Optional<Integer> newestStep,
            Optional<Double> drawdown,
            @JsonProperty("in_a_row") int inARow,
            Optional<Double> p,
            Optional<Integer> waitingForStep) {
        private static State of(Optional<OfSuite> suite) {
            Optional<WarningPoint> newest = suite.flatMap(each -> each.track().newest());
            return new State(
                    suite.map(each -> each.track().state()).orElse(WarningState.NONE),
                    suite.flatMap(each -> each.track().sinceStep()),
                    newest.map(WarningPoint::best),
                    newest.map(WarningPoint::bestStep),
                    newest.map(WarningPoint::smoothed),
                    newest.map(WarningPoint::step),
                    newest.map(WarningPoint::drawdown),
                    newest.map(WarningPoint::lowInARow).orElse(0),
                    newest.flatMap(WarningPoint::p),
                    suite.flatMap(OfSuite::waitingForStep));
        }
    }

    public record SuiteState(String suite, @JsonUnwrapped State numbers) {}

    /**
     * One checkpoint.
     *
     * @param smoothed mean counterfactual accuracy over the window that ends there, in [0, 1]
     */
    public record HistoryPoint(int step, double smoothed, WarningState state) {}

    /** @param named the suite to show, by its name in the run */
    static WarningResponse of(ScoredRun scored, RunWarning warning, Optional<String> named) {
        Optional<OfSuite> shown = named.map(warning::of).orElseGet(warning::gravest);
        WarningRule rule = warning.rule();
        return new WarningResponse(
                scored.run().state().runId(),
                scored.run().state().runName(),
                shown.map(OfSuite::suite),
                scored.shown().map(SelectedSeries::scorer),
                scored.shown().map(SelectedSeries::arm),
                State.of(shown),
                new Parameters(rule.window(), rule.threshold(), rule.patience()),
                warning.suites().stream()
                        .map(each -> new SuiteState(each.suite(), State.of(Optional.of(each))))
                        .toList(),
                shown.stream()
                        .flatMap(each -> each.track().points().stream())
                        .map(point -> new HistoryPoint(point.step(), point.smoothed(), point.state()))
                        .toList());
    }
}
