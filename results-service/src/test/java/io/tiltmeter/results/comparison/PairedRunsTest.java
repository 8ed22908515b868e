package io.tiltmeter.results.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.comparison.Match.Reached;
import io.tiltmeter.results.curve.ItemHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairedRunsTest {
    private static final double[] FLAT = {.5};

    @Test
    void itemsArePairedAndEveryTestIsApplied() {
        PairedRuns pair = pairs(Paths.run("high", FLAT, "CCCCCCCCNN"), Paths.run("low", FLAT, "CCNNNNNNNN"))
                .get(0);
        assertEquals(.6, pair.difference().value(), 1e-12);
        assertEquals(6, pair.onlyRun());
        assertEquals(0, pair.onlyWith());
        assertEquals(2 * Math.pow(.5, 6), pair.mcNemarP(), 1e-12);
        assertEquals(2 * Math.pow(.5, 6), pair.clusterSignP(), 1e-12);
        // Residuals .4 six times and -.6 four times: a standard error of sqrt(10/9 * 2.4) / 10, t 3.674 at 9 degrees.
        assertEquals(.00513, pair.clusteredP(), 1e-4);
        assertEquals(pair.mcNemarP(), pair.holmP(), 1e-12);
        assertEquals(2.80159 * Math.sqrt(10 / 9.0 * 2.4) / 10, pair.smallestDetectable(), 1e-4);
    }

    @Test
    void itemsOfOneQuestionCountAsOneAndMakeTheTestsMilder() {
        PairedRuns pair = pairs(Paths.run("high", 2, FLAT, "CCCCCCCCNN"), Paths.run("low", 2, FLAT, "CCNNNNNNNN"))
                .get(0);
        assertEquals(5, pair.clusters());
        assertEquals(2 * Math.pow(.5, 3), pair.clusterSignP(), 1e-12);
        assertEquals(pair.clusterSignP(), pair.p(), 1e-12);
    }

    @Test
    void thePairsAreCorrectedTogether() {
        List<PairedRuns> pairs = pairs(
                Paths.run("a", FLAT, "CCCCCCCCNN"),
                Paths.run("b", FLAT, "CCNNNNNNNN"),
                Paths.run("c", FLAT, "CCCCCCCCNN"));
        assertEquals(
                List.of("a b", "a c", "b c"),
                pairs.stream().map(pair -> pair.run() + " " + pair.with()).toList());
        assertEquals(3 * 2 * Math.pow(.5, 6), pairs.get(0).holmP(), 1e-12);
        assertEquals(1, pairs.get(1).holmP());
        assertEquals(0, pairs.get(1).difference().value());
        assertEquals(-.6, pairs.get(2).difference().value(), 1e-12);
    }

    @Test
    void betweenCheckpointsTheDifferenceIsInterpolatedAndTheTestTakesTheNearer() {
        RunPath moving = Paths.run("moving", new double[] {.3, .6}, "CCCC", "NNNN");
        RunPath still = Paths.run("still", new double[] {.4}, "CCNN");
        List<PairedRuns> pairs = pairsAt(.4, moving, still);
        assertEquals(2 / 3.0 - .5, pairs.get(0).difference().value(), 1e-9);
        assertEquals(0, pairs.get(0).runStep());
        assertEquals(2, pairs.get(0).onlyRun());
        assertTrue(pairs.get(0).difference().low() <= pairs.get(0).difference().value());
    }

    @Test
    void runsWithoutACommonItemAreNoPair() {
        RunPath answers = Paths.run("one", FLAT, "C");
        RunPath numbers = new RunPath("numbers", answers.points(), Optional.empty());
        assertTrue(pairs(answers, numbers).isEmpty());
    }

    @Test
    void theDetectableDropIsThatOfThePeakAndTheEnd() {
        DetectableDrop drop = DetectableDrop.of(
                        Paths.run("falls", new double[] {.1, .2, .3}, "CNNNNNNNNN", "CCCCCCCCNN", "CCNNNNNNNN"))
                .orElseThrow();
        assertEquals(10, drop.fromStep());
        assertEquals(20, drop.toStep());
        assertEquals(.6, drop.differing(), 1e-12);
        assertEquals(2.80159 * Math.sqrt(10 / 9.0 * 2.4) / 10, drop.smallest(), 1e-4);
        DetectableDrop rising = DetectableDrop.of(Paths.run("rises", new double[] {.1, .2}, "CNNN", "CCCC"))
                .orElseThrow();
        assertEquals(0, rising.fromStep());
        assertTrue(DetectableDrop.of(Paths.run("one", FLAT, "CN")).isEmpty());
    }

    private static List<PairedRuns> pairs(RunPath... runs) {
        return pairsAt(.5, runs);
    }

    private static List<PairedRuns> pairsAt(double at, RunPath... runs) {
        List<Reached> reached = new ArrayList<>();
        Map<String, ItemHistory> histories = new HashMap<>();
        for (RunPath run : runs) {
            reached.add((Reached) Match.of(run, at, Crossing.Choice.LAST, Paths.BOOTSTRAP));
            run.history().ifPresent(history -> histories.put(run.runId(), history));
        }
        return PairedRuns.of(reached, histories, Paths.BOOTSTRAP);
    }
}
