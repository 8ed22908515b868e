package io.tiltmeter.contracts.request;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The field {@code early_stopping} of a run request: stop at the live warning of the results-service. Without it a run
 * takes all its steps. {@code threshold} and {@code patience} are named as in Hugging Face's
 * {@code EarlyStoppingCallback}, but are about reliance on the context, not the loss.
 *
 * @param on the state that stops the run, {@code watch} or {@code inverted}
 * @param suites ids of the run's suites any of which may stop it; all of its knowledge-conflict suites if absent
 * @param window checkpoints in a mean
 * @param threshold how far below its best the mean is low, a difference of accuracies in (0, 1]
 * @param patience how many means in a row must be low
 */
public record EarlyStoppingRequest(
        String on, Optional<List<String>> suites, int window, double threshold, int patience) {
    /** Checkpoints in a mean by default (PAPER.md, section 4). */
    public static final int WINDOW = 5;

    /** How far below the best is low by default: 8 points (PAPER.md, section 4). */
    public static final double THRESHOLD = 0.08;

    /** How many in a row by default (PAPER.md, section 4). */
    public static final int PATIENCE = 5;

    public static final int MAX_WINDOW = 1_000;
    public static final int MAX_PATIENCE = 1_000;

    /** Whether this change of a warning stops the run. A run that stops at watch stops at inverted too. */
    public boolean isMetBy(InversionWarned event) {
        boolean state =
                event.state() == WarningState.INVERTED || event.state() == WarningState.WATCH && on.equals("watch");
        return state
                && suites.map(named -> named.stream().anyMatch(each -> SuiteRef.isMeantBy(each, event.suiteId())))
                        .orElse(true);
    }

    /**
     * How it fits the rest of the request, which no schema says.
     *
     * @param at its path in the request
     * @param runsSuites what every checkpoint is evaluated on
     */
    public List<Fault> faults(String at, List<String> runsSuites) {
        if (runsSuites.isEmpty()) {
            return List.of(new Fault(
                    at,
                    on,
                    "only with suites: without a suite there is no warning",
                    "send suites, a knowledge-conflict suite among them, or leave it out"));
        }
        List<Fault> faults = new ArrayList<>();
        List<String> named = suites.orElse(List.of());
        for (int i = 0; i < named.size(); i++) {
            if (!runsSuites.contains(named.get(i))) {
                faults.add(new Fault(
                        at + ".suites[" + i + "]",
                        named.get(i),
                        "one of the run's suites: " + String.join(", ", runsSuites),
                        "name one of them, or add it to suites"));
            }
        }
        return faults;
    }
}
