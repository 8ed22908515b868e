package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.results.warning.WarningPoint;
import io.tiltmeter.results.warning.WarningRule;
import io.tiltmeter.results.warning.WarningTrack;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The live warning of a run: one for each of its knowledge-conflict suites; the gravest stands for the run.
 *
 * @param suites by name; empty for a run without such a suite
 */
public record RunWarning(WarningRule rule, List<OfSuite> suites) {
    public RunWarning {
        suites = List.copyOf(suites);
    }

    /**
     * The warning of one suite.
     *
     * @param suite its name in the run
     * @param track the warning along its curve, up to {@code waitingForStep}
     * @param waitingForStep the first checkpoint that is neither scored nor given up while a later one is scored: later
     *     points do not count yet; empty if there is none
     */
    public record OfSuite(String suite, String suiteId, WarningTrack track, Optional<Integer> waitingForStep) {
        private double drawdown() {
            return track.newest().map(WarningPoint::drawdown).orElse(0.0);
        }
    }

    /** The gravest state of any suite: inverted before watch before recovered before none. */
    public WarningState state() {
        return WarningTrack.worst(
                suites.stream().map(each -> each.track().state()).toList());
    }

    /** The suite with the gravest state; of several, the one with the largest drawdown. */
    public Optional<OfSuite> gravest() {
        WarningState state = state();
        return suites.stream()
                .filter(each -> each.track().state() == state)
                .max(Comparator.comparingDouble(OfSuite::drawdown)
                        .thenComparing(OfSuite::suite, Comparator.reverseOrder()));
    }

    public RunWarning only(Optional<String> suite) {
        return new RunWarning(rule, suite.flatMap(this::of).stream().toList());
    }

    public Optional<OfSuite> of(String suite) {
        return suites.stream().filter(each -> each.suite().equals(suite)).findFirst();
    }
}
