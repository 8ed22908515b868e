package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.results.verdict.VerdictSimulation;
import io.tiltmeter.results.verdict.VerdictSimulation.Known;
import io.tiltmeter.results.verdict.VerdictSimulation.Scenario;
import io.tiltmeter.results.verdict.VerdictSimulation.Spacing;
import io.tiltmeter.results.verdict.VerdictSimulation.Truth;
import io.tiltmeter.results.warning.CheckpointScore;
import io.tiltmeter.results.warning.WarningRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How often the live warning, by its default numbers, calls made-up runs inverted at any of their checkpoints, and when.
 *
 * @param curves of each kind
 * @param items of the suite
 */
record WarningTable(int curves, int items) {
    private static final int[] CHECKPOINTS = {22, 50, 100, 200};
    private static final double[] NOISE = {0, 0.02, 0.03, 0.05};
    private static final double[] LASTING = {0, 0.3, 0.5, 0.7};
    private static final long SEED = 97;

    String text() {
        StringBuilder text = new StringBuilder(
                "\nThe warning: percent of runs called inverted at any checkpoint; of those that fall, also the median share of"
                        + " the run that is past then, " + items + " items\n\n"
                        + "| truth | drop | noise | correlation |");
        for (int checkpoints : CHECKPOINTS) {
            text.append(" ").append(checkpoints).append(" checkpoints |");
        }
        text.append("\n|---|---|---|---|")
                .append("---|".repeat(CHECKPOINTS.length))
                .append('\n');
        rows(text, Truth.FLAT, 0);
        rows(text, Truth.RISING, 0);
        rows(text, Truth.INVERTED, 0.10);
        rows(text, Truth.INVERTED, 0.20);
        return text.toString();
    }

    private void rows(StringBuilder text, Truth truth, double drop) {
        for (double noise : NOISE) {
            for (double lasting : noise == 0 ? new double[] {0} : LASTING) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %.0f | %.0f | %.1f |",
                        truth.name().toLowerCase(Locale.ROOT),
                        100 * drop,
                        100 * noise,
                        lasting));
                for (int checkpoints : CHECKPOINTS) {
                    text.append(cell(new Scenario(
                            truth, drop, noise, lasting, items, checkpoints, Spacing.EVEN, Known.ACCURACIES)));
                }
                text.append('\n');
            }
        }
    }

    private String cell(Scenario scenario) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Double> when = new ArrayList<>();
        for (int curve = 0; curve < curves; curve++) {
            List<CheckpointScore> scores =
                    VerdictSimulation.accuracies(VerdictSimulation.history(scenario, random)).stream()
                            .map(point -> new CheckpointScore(point.step(), point.counterfactual()))
                            .toList();
            WarningRule.DEFAULT.follow(scores).changes().stream()
                    .filter(change -> change.point().state() == WarningState.INVERTED)
                    .findFirst()
                    .ifPresent(change -> when.add(change.point().step() / (scenario.checkpoints() - 1.0)));
        }
        String share = String.format(Locale.ROOT, " %.1f", 100.0 * when.size() / curves);
        return scenario.drop() == 0 || when.isEmpty()
                ? share + " |"
                : share + String.format(Locale.ROOT, " (%.2f) |", Timing.median(when));
    }
}
