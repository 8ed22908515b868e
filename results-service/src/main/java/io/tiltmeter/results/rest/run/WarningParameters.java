package io.tiltmeter.results.rest.run;

import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.warning.WarningRule;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The numbers of a warning rule, as a {@code @BeanParam}; absent ones are the run's own. */
public class WarningParameters {
    @QueryParam("window")
    Optional<String> window;

    @QueryParam("threshold")
    Optional<String> threshold;

    @QueryParam("patience")
    Optional<String> patience;

    /** Replaces numbers of a rule by those that were sent. */
    UnaryOperator<WarningRule> rule(QueryFaults faults) {
        WarningRule standard = WarningRule.DEFAULT;
        Optional<Integer> sentWindow =
                faults.number("window", window, standard.window(), 1, EarlyStoppingRequest.MAX_WINDOW);
        Optional<Double> sentThreshold = threshold(faults, standard.threshold());
        Optional<Integer> sentPatience =
                faults.number("patience", patience, standard.patience(), 1, EarlyStoppingRequest.MAX_PATIENCE);
        return rule -> new WarningRule(
                sentWindow.orElse(rule.window()),
                sentThreshold.orElse(rule.threshold()),
                sentPatience.orElse(rule.patience()));
    }

    private Optional<Double> threshold(QueryFaults faults, double byDefault) {
        return threshold.filter(sent -> !sent.isBlank()).flatMap(sent -> {
            try {
                double number = Double.parseDouble(sent);
                if (number > 0 && number <= 1) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException notANumber) {
                // reported below, as a number outside is
            }
            faults.add(
                    "threshold",
                    sent,
                    "is not a number above 0 and at most 1",
                    "send a difference of accuracies, such as 0.08 for 8 points, or leave it out for " + byDefault);
            return Optional.empty();
        });
    }
}
