package io.tiltmeter.results.rest.run;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.warning.WarningRule;
import io.tiltmeter.servicekit.rest.QueryNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The numbers of a rule, as a query says them. */
final class WarningQuery {
    private WarningQuery() {}

    /**
     * Reads the query.
     *
     * @param series reads the rest of it
     * @param window whole number; the run's own if absent, as the others
     * @throws InvalidRequest with every fault of all of it
     */
    static Read of(
            Supplier<SeriesQuery> series,
            Optional<String> window,
            Optional<String> threshold,
            Optional<String> patience) {
        List<Fault> faults = new ArrayList<>();
        WarningRule standard = WarningRule.DEFAULT;
        int checkedWindow = QueryNumber.of(
                "window", window.orElse(null), standard.window(), 1, EarlyStoppingRequest.MAX_WINDOW, faults);
        double checkedThreshold = threshold(threshold, standard.threshold(), faults);
        int checkedPatience = QueryNumber.of(
                "patience", patience.orElse(null), standard.patience(), 1, EarlyStoppingRequest.MAX_PATIENCE, faults);
        Optional<SeriesQuery> checkedSeries = Optional.empty();
        try {
            checkedSeries = Optional.of(series.get());
        } catch (InvalidRequest invalid) {
            faults.addAll(invalid.faults());
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new Read(
                checkedSeries.orElseThrow(),
                said(window).map(text -> checkedWindow),
                said(threshold).map(text -> checkedThreshold),
                said(patience).map(text -> checkedPatience));
    }

    /** What was said, within the limits. */
    record Read(SeriesQuery series, Optional<Integer> window, Optional<Double> threshold, Optional<Integer> patience) {
        /** The rule, what was not said as in another one. */
        WarningRule rule(WarningRule otherwise) {
            return new WarningRule(
                    window.orElse(otherwise.window()),
                    threshold.orElse(otherwise.threshold()),
                    patience.orElse(otherwise.patience()));
        }
    }

    private static Optional<String> said(Optional<String> text) {
        return text.filter(sent -> !sent.isBlank());
    }

    private static double threshold(Optional<String> text, double byDefault, List<Fault> faults) {
        if (said(text).isEmpty()) {
            return byDefault;
        }
        try {
            double number = Double.parseDouble(text.get());
            if (number > 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, with the limits
        }
        faults.add(new Fault(
                "threshold",
                text.get(),
                "is not a number above 0 and at most 1",
                "send a difference of accuracies, such as 0.08 for 8 points, or leave it out for " + byDefault));
        return byDefault;
    }
}
