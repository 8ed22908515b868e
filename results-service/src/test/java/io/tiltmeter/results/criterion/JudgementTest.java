package io.tiltmeter.results.criterion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyCriterion.Measure;
import io.tiltmeter.results.criterion.Judgement.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final double[] SEEDS = {0.1, 0.2, 0.3, 0.4, 0.5};

    /** SciPy: scipy.stats.t.interval(0.95, 4, 0.3, scipy.stats.sem([.1, .2, .3, .4, .5])). */
    @Test
    void theIntervalIsStudentsOverSeeds() {
        Judgement judgement = Judgement.of(above(0), SEEDS);
        assertEquals(0.3, judgement.value().orElseThrow(), 1e-12);
        assertEquals(0.10367568385224398, judgement.interval().orElseThrow().low(), 1e-9);
        assertEquals(0.49632431614775596, judgement.interval().orElseThrow().high(), 1e-9);
    }

    @Test
    void aCriterionIsShownIfTheWholeIntervalIsOnItsSide() {
        assertEquals(Outcome.SHOWN, Judgement.of(above(0.10), SEEDS).outcome());
        assertEquals(Outcome.NOT_SHOWN, Judgement.of(above(0.11), SEEDS).outcome());
        assertEquals(Outcome.OPPOSITE, Judgement.of(above(0.50), SEEDS).outcome());
        assertEquals(Outcome.SHOWN, Judgement.of(below(0.50), SEEDS).outcome());
        assertEquals(Outcome.NOT_SHOWN, Judgement.of(below(0.49), SEEDS).outcome());
        assertEquals(Outcome.OPPOSITE, Judgement.of(below(0.10), SEEDS).outcome());
    }

    @Test
    void oneSeedShowsNothing() {
        Judgement one = Judgement.of(above(0.1), new double[] {0.9});
        assertEquals(Outcome.NOT_SHOWN, one.outcome());
        assertEquals(Optional.of(0.9), one.value());
        assertTrue(one.interval().isEmpty());
        assertTrue(Judgement.of(above(0.1), new double[0]).value().isEmpty());
    }

    private static StudyCriterion above(double bound) {
        return criterion(Optional.of(bound), Optional.empty());
    }

    private static StudyCriterion below(double bound) {
        return criterion(Optional.empty(), Optional.of(bound));
    }

    private static StudyCriterion criterion(Optional<Double> above, Optional<Double> below) {
        return new StudyCriterion(
                "so",
                "a",
                Optional.empty(),
                Measure.DROP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                above,
                below);
    }
}
