package io.tiltmeter.results.verdict;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.verdict.Verdict.State;
import io.tiltmeter.results.verdict.VerdictSimulation.Known;
import io.tiltmeter.results.verdict.VerdictSimulation.Scenario;
import io.tiltmeter.results.verdict.VerdictSimulation.Spacing;
import io.tiltmeter.results.verdict.VerdictSimulation.Tally;
import io.tiltmeter.results.verdict.VerdictSimulation.Truth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The tables of {@code docs/verdict.md} in small; {@code ./tiltmeter bench verdict} makes them whole. */
class VerdictSimulationIT {
    private static final VerdictSimulation SIMULATION = new VerdictSimulation(100);

    /** What a cell shows of a true rate of one in twenty, but for one cell in a thousand. */
    private static final double BY_CHANCE = 0.105;

    @Test
    void curvesThatDoNotFallAreCalledOneThatDoesInAtMostOneOfTwenty() {
        int curves = 150;
        int alarms = 0;
        int all = 0;
        List<Executable> cells = new ArrayList<>();
        for (Truth truth : List.of(Truth.FLAT, Truth.RISING)) {
            for (double noise : new double[] {0, 0.02, 0.05}) {
                for (int checkpoints : new int[] {8, 22, 50}) {
                    for (Known known : Known.values()) {
                        Scenario scenario = new Scenario(truth, 0, noise, 0, 100, checkpoints, Spacing.EVEN, known);
                        Tally tally = SIMULATION.run(scenario, curves, 2_024 + checkpoints);
                        alarms += (int) Math.round(tally.fallen() * curves);
                        all += curves;
                        cells.add(() -> assertTrue(tally.fallen() <= BY_CHANCE, scenario + ": " + tally.fallen()));
                    }
                }
            }
        }
        assertAll(cells);
        assertTrue(alarms <= all / 20, alarms + " of " + all + " curves without a fall were called one with");
    }

    @Test
    void aTrueFallOfTwentyPointsIsFoundOnASuiteOfTheLabsSize() {
        int curves = 60;
        Tally inverted = SIMULATION.run(
                new Scenario(Truth.INVERTED, 0.2, 0.02, 0, 300, 22, Spacing.EVEN, Known.ITEMS), curves, 77);
        assertTrue(inverted.share(State.INVERSION) >= 0.9, inverted.toString());
        Tally recovered = SIMULATION.run(
                new Scenario(Truth.RECOVERED, 0.4, 0.02, 0, 300, 22, Spacing.EVEN, Known.ITEMS), curves, 78);
        assertTrue(recovered.share(State.RECOVERED) >= 0.9, recovered.toString());
    }

    @Test
    void theSameSeedGivesTheSameVerdicts() {
        Scenario scenario = new Scenario(Truth.INVERTED, 0.1, 0.05, 0.5, 100, 22, Spacing.EVEN, Known.ITEMS);
        assertEquals(SIMULATION.run(scenario, 20, 3), SIMULATION.run(scenario, 20, 3));
    }
}
