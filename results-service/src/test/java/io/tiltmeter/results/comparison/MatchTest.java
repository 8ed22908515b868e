package io.tiltmeter.results.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.comparison.Match.Missed;
import io.tiltmeter.results.comparison.Match.Reached;
import io.tiltmeter.results.comparison.RunPath.Point;
import io.tiltmeter.results.curve.Estimate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatchTest {
    /** Accuracies .25, 1, .5 and .25. */
    private static final RunPath JAGGED =
            Paths.run("jagged", new double[] {.2, .6, .5, .8}, "CNNN", "CCCC", "CCNN", "CNNN");

    @Test
    void theLastCrossingCountsAndTheOthersAreListed() {
        Reached reached = assertInstanceOf(Reached.class, match(JAGGED, .55, Crossing.Choice.LAST));
        assertEquals(20, reached.crossing().earlier().step());
        assertEquals(30, reached.crossing().later().step());
        assertEquals(1 / 6.0, reached.crossing().weight(), 1e-9);
        assertEquals(.5 * 5 / 6 + .25 / 6, reached.counterfactual().value(), 1e-9);
        assertEquals(3, reached.crossings());
        assertEquals(.25 / 8 + 7 / 8.0, reached.highest(), 1e-9);
        assertEquals(reached.counterfactual().value(), reached.lowest(), 1e-9);
        assertTrue(reached.counterfactual().low() < reached.counterfactual().value());
    }

    @Test
    void theFirstCrossingCountsIfRequested() {
        Reached reached = assertInstanceOf(Reached.class, match(JAGGED, .55, Crossing.Choice.FIRST));
        assertEquals(0, reached.crossing().earlier().step());
        assertEquals(10, reached.crossing().nearer().step());
        assertEquals(.875, reached.crossing().weight(), 1e-9);
    }

    @Test
    void aCheckpointThatIsExactlyThereIsTakenAsItIs() {
        Reached reached = assertInstanceOf(Reached.class, match(JAGGED, .8, Crossing.Choice.LAST));
        assertEquals(30, reached.crossing().earlier().step());
        assertEquals(30, reached.crossing().later().step());
        assertEquals(.25, reached.counterfactual().value());
        assertEquals(
                2,
                assertInstanceOf(Reached.class, match(JAGGED, .6, Crossing.Choice.LAST))
                        .crossings());
    }

    @Test
    void aRunThatNeverGetsThereSaysWhy() {
        Missed below = assertInstanceOf(Missed.class, match(JAGGED, .9, Crossing.Choice.LAST));
        assertEquals("its standard mean stays below: 80.0 % at step 30 is its highest", below.reason());
        Missed above = assertInstanceOf(Missed.class, match(JAGGED, .1, Crossing.Choice.LAST));
        assertEquals("its standard mean stays above: 20.0 % at step 0 is its lowest", above.reason());
        RunPath empty = new RunPath("empty", List.of(), Optional.empty());
        assertTrue(assertInstanceOf(Missed.class, match(empty, .5, Crossing.Choice.LAST))
                .reason()
                .startsWith("no checkpoint"));
        assertTrue(RunPath.highestCommon(List.of(JAGGED, empty)).isEmpty());
    }

    @Test
    void theHighestCommonMeanIsTheLowestOfTheHighest() {
        RunPath slow = Paths.run("slow", new double[] {.2, .4}, "C", "C");
        assertEquals(.4, RunPath.highestCommon(List.of(JAGGED, slow)).orElseThrow());
    }

    @Test
    void numbersWithoutItemsAreInterpolatedWithTheirBounds() {
        RunPath imported = new RunPath(
                "imported",
                List.of(new Point(0, .4, new Estimate(.2, .1, .3)), new Point(10, .6, new Estimate(.6, .5, .9))),
                Optional.empty());
        Reached reached = assertInstanceOf(Reached.class, match(imported, .5, Crossing.Choice.LAST));
        assertEquals(.4, reached.counterfactual().value(), 1e-9);
        assertEquals(.3, reached.counterfactual().low(), 1e-9);
        assertEquals(.6, reached.counterfactual().high(), 1e-9);
        assertTrue(reached.answers().isEmpty());
    }

    @Test
    void stepsAscend() {
        List<Point> points = List.of(JAGGED.points().get(1), JAGGED.points().get(0));
        assertThrows(IllegalArgumentException.class, () -> new RunPath("back", points, Optional.empty()));
    }

    private static Match match(RunPath run, double at, Crossing.Choice choice) {
        return Match.of(run, at, choice, Paths.BOOTSTRAP);
    }
}
