package io.tiltmeter.results.warning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.event.WarningState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The default rule on curves like those that people have seen. */
class WarningCurvesTest {
    /** Counterfactual accuracy of the lab study on seed 41, as in docs/pictures/lab-curve.svg. */
    private static final int[] LAB_STEPS = {
        0, 3, 5, 8, 14, 28, 42, 56, 69, 83, 97, 111, 125, 139, 153, 167, 181, 194, 208, 222, 236, 250
    };

    private static final double[] LAB = {
        0.7267, 0.7400, 0.7533, 0.8033, 0.8267, 0.4800, 0.3733, 0.5000, 0.3500, 0.2967, 0.3400, 0.3433, 0.3167, 0.3333,
        0.2933, 0.3033, 0.2967, 0.2833, 0.2967, 0.2833, 0.2833, 0.2833
    };

    /** Neighbouring checkpoints of the replication differ by up to so much (PAPER.md, section 4). */
    private static final double MAX_JUMP = 0.145;

    /** Standard deviation of a checkpoint around its trend that makes such jumps the largest of a hundred. */
    private static final double SPREAD = 0.035;

    @Test
    void theLabsInversionIsWarnedOfSoonAfterItsPeak() {
        List<CheckpointScore> readings = new ArrayList<>();
        for (int i = 0; i < LAB.length; i++) {
            readings.add(new CheckpointScore(LAB_STEPS[i], LAB[i]));
        }
        WarningTrack track = WarningRule.DEFAULT.follow(readings);
        assertEquals(
                List.of("watch@42", "inverted@97"),
                track.changes().stream()
                        .map(change -> change.point().state().name().toLowerCase(Locale.ROOT) + "@"
                                + change.point().step())
                        .toList());
        assertEquals(14, track.newest().orElseThrow().bestStep());
        assertEquals(0.484, track.newest().orElseThrow().drawdown(), 5e-4);
    }

    /** Checkpoints deviate by 5 points, and half of a deviation lasts until the next. */
    @Test
    void curvesThatWanderAreRarelyCalledInverted() {
        int alarms = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<CheckpointScore> wandering = new ArrayList<>();
            double deviation = random.nextGaussian();
            for (int step = 0; step < 100; step++) {
                wandering.add(new CheckpointScore(step, 0.6 + 0.05 * deviation));
                deviation = 0.5 * deviation + Math.sqrt(0.75) * random.nextGaussian();
            }
            alarms += firstInverted(wandering).isPresent() ? 1 : 0;
        }
        assertTrue(alarms <= 20, alarms + " of 200 curves without a fall were called inverted");
    }

    /** A rise as of the lab's control, on whose checkpoints chance sits as on the replication's. */
    @Test
    void aJaggedHealthyCurveStaysWithoutAWarning() {
        int naive = 0;
        for (int seed = 0; seed < 200; seed++) {
            List<CheckpointScore> healthy = jagged(22, 12, seed, step -> 0.9 - 0.18 * Math.exp(-step / 40.0));
            naive += naiveAlarms(healthy);
            assertEquals(Optional.empty(), firstInverted(healthy), "seed " + seed);
        }
        assertTrue(naive > 600, "chance alone fired the naive alarm only " + naive + " times in 200 curves");
    }

    /** Points as published, .94 at step 500, .77 at 3,150, .91 at 5,000, and made-up chance in between. */
    @Test
    void theReplicationsFallIsReportedOnceAndThenItsRecoveryWhereTheNaiveAlarmFiresAgainAndAgain() {
        int naive = 0;
        int once = 0;
        int recovered = 0;
        for (int seed = 0; seed < 100; seed++) {
            List<CheckpointScore> tulu = jagged(
                    100,
                    50,
                    seed,
                    step -> step <= 500
                            ? 0.6 + 0.34 * step / 500
                            : step <= 3_150
                                    ? 0.94 - 0.17 * (step - 500) / 2_650
                                    : 0.77 + 0.14 * (step - 3_150) / 1_850);
            naive += naiveAlarms(tulu);
            WarningTrack track = WarningRule.DEFAULT.follow(tulu);
            long inversions = track.changes().stream()
                    .filter(change -> change.point().state() == WarningState.INVERTED)
                    .count();
            once += inversions == 1 ? 1 : 0;
            recovered += track.state() == WarningState.RECOVERED ? 1 : 0;
        }
        assertTrue(once >= 95, "reported once on " + once + " of 100 curves");
        assertTrue(recovered >= 80, "recovered at the end on " + recovered + " of 100 curves");
        assertTrue(naive >= 400, "chance fired the naive alarm only " + naive + " times on 100 curves");
    }

    private static Optional<Integer> firstInverted(List<CheckpointScore> readings) {
        return WarningRule.DEFAULT.follow(readings).changes().stream()
                .filter(change -> change.point().state() == WarningState.INVERTED)
                .map(change -> change.point().step())
                .findFirst();
    }

    /** "5 points below the best checkpoint": how many times it begins to hold. */
    private static int naiveAlarms(List<CheckpointScore> readings) {
        double best = 0;
        int alarms = 0;
        boolean low = false;
        for (CheckpointScore reading : readings) {
            best = Math.max(best, reading.counterfactualAccuracy());
            boolean lowNow = best - reading.counterfactualAccuracy() >= 0.05;
            alarms += lowNow && !low ? 1 : 0;
            low = lowNow;
        }
        return alarms;
    }

    /** A trend with chance on it, neighbours differing by no more than {@link #MAX_JUMP} from the trend's move. */
    private static List<CheckpointScore> jagged(int points, int stepsApart, int seed, IntToDoubleFunction trend) {
        Random random = new Random(seed);
        List<CheckpointScore> readings = new ArrayList<>();
        for (int i = 1; i <= points; i++) {
            double chance = Math.max(-MAX_JUMP / 2, Math.min(MAX_JUMP / 2, SPREAD * random.nextGaussian()));
            double accuracy = trend.applyAsDouble(i * stepsApart) + chance;
            readings.add(new CheckpointScore(i * stepsApart, Math.min(1, Math.max(0, accuracy))));
        }
        return readings;
    }
}
