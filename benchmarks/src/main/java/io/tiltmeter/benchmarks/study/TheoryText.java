package io.tiltmeter.benchmarks.study;

import io.tiltmeter.results.application.theory.TheoryPresets;
import io.tiltmeter.results.theory.TheoryClass;
import io.tiltmeter.results.theory.TheoryExpectation;
import io.tiltmeter.results.theory.TheoryPoint;
import io.tiltmeter.results.theory.TheoryResult;
import io.tiltmeter.results.theory.TheorySummary;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Results of the theory for a terminal. */
final class TheoryText {
    private static final Map<TheoryClass, String> SHORT = Map.of(
            TheoryClass.CONTEXT_CRITICAL, "C",
            TheoryClass.NON_CONTEXT_CRITICAL, "C+S",
            TheoryClass.SUBJECT_CRITICAL, "S",
            TheoryClass.COUNTERFACTUAL, "CF");

    private TheoryText() {}

    /** The curves as a table, then the course, the assumption and the warnings. */
    static String of(TheoryResult result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%6s %7s %9s %8s %8s", "step", "M_C", "attention", "held-out", "|dW_V|"));
        for (TheoryPoint.OfClass each : result.points().get(0).classes()) {
            String name = SHORT.get(each.exampleClass());
            text.append(String.format(" %8s %8s", "loss " + name, "pull " + name));
        }
        text.append('\n');
        result.points().forEach(point -> text.append(row(point)));
        TheorySummary summary = result.summary();
        text.append('\n').append(result.sentence()).append('\n');
        text.append(summary.handOverStep()
                .map(step -> "Hand-over at step " + step
                        + ": there the gradient of all examples first lowers the attention to contexts.\n")
                .orElse("No hand-over: the gradient of all examples never lowers the attention to contexts.\n"));
        result.assumption()
                .holds()
                .ifPresent(holds -> text.append(String.format(
                        Locale.ROOT,
                        "|m_C| > |m_{C+S}| %s: %.4f and %.4f.%n",
                        holds ? "holds" : "does not hold",
                        Math.abs(result.assumption().mC().orElseThrow()),
                        Math.abs(result.assumption().mCs().orElseThrow()))));
        result.warnings()
                .forEach(warning ->
                        text.append("Warning: ").append(warning.sentence()).append('\n'));
        text.append("pull: contribution of a class to the gradient along theta_C; losses in nats.\n");
        return text.toString();
    }

    private static String row(TheoryPoint point) {
        StringBuilder row = new StringBuilder(String.format(
                Locale.ROOT,
                "%6d %7.4f %9.4f %8s %8.3f",
                point.step(),
                point.contextShare(),
                point.attention(),
                number(point.heldOutLoss()),
                point.valueChange()));
        point.classes()
                .forEach(each -> row.append(
                        String.format(Locale.ROOT, " %8.3f %8.4f", each.loss(), each.contextContribution())));
        return row.append('\n').toString();
    }

    /** Each proposition with what its runs showed. */
    static String of(List<TheoryPresets.Outcome> presets) {
        StringBuilder text = new StringBuilder();
        for (TheoryPresets.Outcome preset : presets) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(
                    preset.preset() + ": " + preset.title() + ". " + (preset.shown() ? "Shown" : "Not shown") + ".\n");
            for (TheoryExpectation.Outcome each : preset.expectations()) {
                text.append(String.format(
                        "  [%s] %s (%s of %s: %s, expected %s %s)%n",
                        each.shown() ? "x" : " ",
                        each.sentence(),
                        Json.name(each.measure()),
                        each.run(),
                        number(each.measured()),
                        Json.name(each.relation()),
                        number(each.limit())));
            }
        }
        return text.toString();
    }

    private static String number(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, "%.3f", number)).orElse("-");
    }
}
