package io.tiltmeter.results.warning;

import static io.tiltmeter.contracts.event.WarningState.INVERTED;
import static io.tiltmeter.contracts.event.WarningState.NONE;
import static io.tiltmeter.contracts.event.WarningState.RECOVERED;
import static io.tiltmeter.contracts.event.WarningState.WATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.event.WarningState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningRuleTest {
    /** No smoothing: each accuracy is judged as it is. */
    private static final WarningRule BARE = new WarningRule(1, 0.08, 3);

    @Test
    void theStateMovesAsTheRuleSays() {
        assertEquals(
                List.of(
                        NONE, NONE, WATCH, NONE, WATCH, WATCH, INVERTED, INVERTED, INVERTED, INVERTED, INVERTED,
                        INVERTED, RECOVERED, RECOVERED, WATCH, RECOVERED, WATCH, WATCH, INVERTED),
                states(BARE.follow(curve(
                        0.5, 0.8, 0.7, 0.75, 0.72, 0.72, 0.72, 0.75, 0.8, 0.6, 0.78, 0.79, 0.75, 0.81, 0.7, 0.79, 0.2,
                        0.1, 0.1))));
    }

    @Test
    void exactlyTheThresholdBelowTheBestIsLow() {
        assertEquals(List.of(NONE, WATCH), states(BARE.follow(curve(0.88, 0.80))));
        assertEquals(List.of(NONE, NONE), states(BARE.follow(curve(0.88, 0.8001))));
    }

    @Test
    void patienceOfOneNeverWatches() {
        assertEquals(
                List.of(NONE, INVERTED, RECOVERED, INVERTED),
                states(new WarningRule(1, 0.1, 1).follow(curve(0.8, 0.6, 0.8, 0.6))));
    }

    @Test
    void anEarlierBestIsNeverForgotten() {
        WarningTrack track = BARE.follow(curve(0.9, 0.6, 0.6, 0.6, 0.7, 0.7, 0.7, 0.7));
        assertEquals(INVERTED, track.state());
        assertEquals(0.9, track.newest().orElseThrow().best());
        assertEquals(0, track.newest().orElseThrow().bestStep());
    }

    @Test
    void fewerCheckpointsThanTheWindowSayNothing() {
        WarningTrack track = WarningRule.DEFAULT.follow(curve(0.9, 0.1, 0.1, 0.1));
        assertEquals(NONE, track.state());
        assertEquals(List.of(), track.points());
        assertEquals(Optional.empty(), track.sinceStep());
        assertEquals(NONE, WarningRule.DEFAULT.follow(List.of()).state());
    }

    @Test
    void theFirstSmoothedValueIsTheMeanOfTheFirstFullWindow() {
        WarningTrack track = WarningRule.DEFAULT.follow(curve(0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
        assertEquals(
                List.of(40, 50), track.points().stream().map(WarningPoint::step).toList());
        assertEquals(0.3, track.points().get(0).smoothed(), 1e-12);
        assertEquals(0.4, track.points().get(1).smoothed(), 1e-12);
    }

    @Test
    void eightCheckpointsWarnOnlyWithLessPatienceThanTheDefault() {
        List<CheckpointScore> short8 = curve(0.4, 0.8, 0.85, 0.8, 0.5, 0.45, 0.4, 0.4);
        assertEquals(WATCH, WarningRule.DEFAULT.follow(short8).state());
        assertEquals(INVERTED, new WarningRule(2, 0.08, 3).follow(short8).state());
    }

    @Test
    void orderOfArrivalChangesNothing() {
        Random random = new Random(5);
        List<CheckpointScore> readings = new ArrayList<>(curve(
                0.4, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9,
                0.9, 0.9, 0.9));
        WarningTrack inOrder = WarningRule.DEFAULT.follow(readings);
        assertEquals(RECOVERED, inOrder.state());
        for (int i = 0; i < 1_000; i++) {
            Collections.shuffle(readings, random);
            assertEquals(inOrder, WarningRule.DEFAULT.follow(readings));
        }
    }

    @Test
    void aLongerCurveNeverChangesTheStatesOfItsBeginning() {
        Random random = new Random(6);
        double[] jagged = random.doubles(60, 0.5, 0.9).toArray();
        WarningTrack whole = WarningRule.DEFAULT.follow(curve(jagged));
        for (int points = 0; points <= jagged.length; points++) {
            WarningTrack begun = WarningRule.DEFAULT.follow(curve(Arrays.copyOf(jagged, points)));
            assertEquals(whole.points().subList(0, begun.points().size()), begun.points());
        }
    }

    @Test
    void aRepeatedStepIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> WarningRule.DEFAULT.follow(List.of(new CheckpointScore(3, 0.5), new CheckpointScore(3, 0.6))));
    }

    @Test
    void invalidRulesAndValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WarningRule(0, 0.08, 5));
        assertThrows(IllegalArgumentException.class, () -> new WarningRule(5, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> new WarningRule(5, Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> new WarningRule(5, 0.08, 0));
        assertThrows(IllegalArgumentException.class, () -> new CheckpointScore(-1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new CheckpointScore(1, Double.NaN));
    }

    @Test
    void eachChangeOfStateIsListedOnce() {
        WarningTrack track = BARE.follow(curve(0.8, 0.7, 0.7, 0.7, 0.8, 0.8, 0.8));
        assertEquals(
                List.of("NONE>WATCH@10", "WATCH>INVERTED@30", "INVERTED>RECOVERED@60"),
                track.changes().stream()
                        .map(change -> change.before() + ">" + change.point().state() + "@"
                                + change.point().step())
                        .toList());
        assertEquals(Optional.of(60), track.sinceStep());
    }

    @Test
    void aFallThatNoiseExplainsIsWatchedAndSaysHowProbableThatIs() {
        double[] jagged = {
            0.60, 0.71, 0.55, 0.66, 0.52, 0.69, 0.58, 0.70, 0.54, 0.64, 0.74, 0.56, 0.65, 0.53, 0.66, 0.57, 0.55, 0.54
        };
        WarningTrack track = BARE.follow(curve(jagged));
        WarningPoint newest = track.newest().orElseThrow();
        assertEquals(WATCH, newest.state());
        assertTrue(newest.lowInARow() > BARE.patience(), "in a row " + newest.lowInARow());
        assertTrue(newest.p().orElseThrow() > 0.2, "p " + newest.p());
        assertFalse(newest.wasInverted());
    }

    @Test
    void aFallBeyondNoiseIsInvertedAsSoonAsTheCurveShowsIt() {
        double[] steep = {
            0.60, 0.61, 0.60, 0.62, 0.61, 0.63, 0.62, 0.64, 0.63, 0.64, 0.65, 0.64, 0.65, 0.30, 0.29, 0.30, 0.28, 0.29
        };
        WarningTrack track = BARE.follow(curve(steep));
        assertEquals(INVERTED, track.state());
        WarningPoint changed = track.changes().get(1).point();
        assertEquals(150, changed.step());
        assertTrue(changed.p().orElseThrow() < 0.012, "p " + changed.p());
    }

    @Test
    void ofSeveralSuitesTheGravestStateCounts() {
        assertEquals(NONE, WarningTrack.worst(List.of()));
        assertEquals(RECOVERED, WarningTrack.worst(List.of(NONE, RECOVERED)));
        assertEquals(WATCH, WarningTrack.worst(List.of(RECOVERED, WATCH, NONE)));
        assertEquals(INVERTED, WarningTrack.worst(List.of(RECOVERED, INVERTED, WATCH)));
    }

    static List<WarningState> states(WarningTrack track) {
        return track.points().stream().map(WarningPoint::state).toList();
    }

    /** One checkpoint every ten steps, from the base model on. */
    static List<CheckpointScore> curve(double... accuracies) {
        return IntStream.range(0, accuracies.length)
                .mapToObj(i -> new CheckpointScore(10 * i, accuracies[i]))
                .toList();
    }
}
