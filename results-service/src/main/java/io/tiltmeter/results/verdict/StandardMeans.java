package io.tiltmeter.results.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** The mean of the standard suites along a run, and whether it held. */
final class StandardMeans {
    /** One-sided normal quantile: a mean that held passes for fallen by chance in one of twenty. */
    private static final double ONE_SIDED = 1.645;

    private final Answers answers;
    private final SortedMap<Integer, Double> byStep;
    private final double deviation;

    /** @param byStep unweighted mean of the standard suites; steps without one are absent */
    StandardMeans(Answers answers, SortedMap<Integer, Double> byStep) {
        this.answers = answers;
        this.byStep = byStep;
        this.deviation = deviation(byStep);
    }

    /** Root mean square of the bends; 0 where there are too few. */
    private static double deviation(SortedMap<Integer, Double> byStep) {
        double[] bends = CheckpointNoise.bends(
                byStep.values().stream().mapToDouble(Double::doubleValue).toArray());
        return bends.length + 2 < CheckpointNoise.MIN_CHECKPOINTS ? 0 : CheckpointNoise.plain(bends);
    }

    OptionalDouble mean(Window window) {
        return values(window).stream().mapToDouble(Double::doubleValue).average();
    }

    /**
     * How it went: held if the later window is no lower than each of the earlier ones, but for {@link
     * VerdictRule#STANDARD_TOLERANCE} or what its own wavering explains, whichever is more.
     */
    Verdict.StandardTrend trend(List<Window> earlier, Window later) {
        OptionalDouble after = mean(later);
        List<Window> known =
                earlier.stream().filter(window -> mean(window).isPresent()).toList();
        if (after.isEmpty() || known.size() < earlier.size()) {
            return Verdict.StandardTrend.UNKNOWN;
        }
        boolean fell = known.stream().anyMatch(before -> {
            double error = deviation
                    * Math.sqrt(
                            1.0 / values(before).size() + 1.0 / values(later).size());
            double allowed = Math.max(VerdictRule.STANDARD_TOLERANCE, ONE_SIDED * error);
            return mean(before).getAsDouble() - after.getAsDouble() > allowed;
        });
        return fell ? Verdict.StandardTrend.FELL : Verdict.StandardTrend.HELD;
    }

    private List<Double> values(Window window) {
        List<Double> values = new ArrayList<>();
        for (int checkpoint = window.first(); checkpoint <= window.last(); checkpoint++) {
            Double value = byStep.get(answers.step(checkpoint));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
