package io.tiltmeter.results.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final Set<String> SUITES = Set.of("cf_lab", "closed_book", "open_book");
    private static final ClusterBootstrap QUICK = new ClusterBootstrap(1, 100);

    private static SuiteScore score(int step, String task, int hitsOf100) {
        return task.startsWith("cf_")
                ? SuiteScore.of(
                        step, task, SuiteKind.KNOWLEDGE_CONFLICT, SyntheticOutcomes.firstHits(hitsOf100, 100), QUICK)
                : SuiteScore.of(step, task, SuiteKind.STANDARD, SyntheticOutcomes.firstRight(hitsOf100, 100), QUICK);
    }

    private static List<SuiteScore> scores() {
        List<SuiteScore> scores = new ArrayList<>();
        for (int step : new int[] {0, 8, 14, 120}) {
            scores.add(score(step, "cf_lab", 40 + step / 4));
            scores.add(score(step, "cf_other", 3));
            scores.add(score(step, "closed_book", 50));
            scores.add(score(step, "open_book", 100));
        }
        return scores;
    }

    @Test
    void pointsAscendByStepWhateverTheOrderOfEvents() {
        List<SuiteScore> shuffled = scores();
        shuffled.addAll(scores().subList(3, 9));
        Collections.shuffle(shuffled, new Random(4));
        Curve curve = Curve.of("cf_lab", shuffled, SUITES);
        assertEquals(Curve.of("cf_lab", scores(), SUITES), curve);
        assertEquals(
                List.of(0, 8, 14, 120),
                curve.points().stream().map(CurvePoint::step).toList());
    }

    @Test
    void counterfactualIsTheChosenConflictSuiteAndParametricItsMirror() {
        CurvePoint point = Curve.of("cf_lab", scores(), SUITES).points().get(3);
        assertEquals(0.70, point.counterfactual().orElseThrow().value());
        assertEquals(0.30, point.parametric().orElseThrow().value());
    }

    @Test
    void aPointIsCompleteOnlyWithEverySuiteAndHasAMeanOnlyThen() {
        List<SuiteScore> partial = List.of(score(8, "cf_lab", 10), score(8, "open_book", 90));
        CurvePoint point = Curve.of("cf_lab", partial, SUITES).points().get(0);
        assertFalse(point.complete());
        assertEquals(OptionalDouble.empty(), point.standardMean());
        assertTrue(point.standard().containsKey("open_book"));
        assertFalse(Curve.of("cf_lab", scores(), Set.of()).points().get(0).complete());
    }

    @Test
    void theStandardMeanWeighsSuitesAlike() {
        CurvePoint point = Curve.of("cf_lab", scores(), SUITES).points().get(0);
        assertEquals(OptionalDouble.of(0.75), point.standardMean());
        assertEquals(Set.of("closed_book", "open_book"), point.standard().keySet());
    }

    @Test
    void aConflictSuiteThatIsMissingLeavesItsAccuraciesEmpty() {
        CurvePoint point = Curve.of("cf_lab", List.of(score(0, "open_book", 5)), SUITES)
                .points()
                .get(0);
        assertEquals(Optional.empty(), point.counterfactual());
        assertEquals(Optional.empty(), point.parametric());
    }

    @Test
    void twoScoresOfOneSuiteAtOneStepAreRefused() {
        List<SuiteScore> scores = List.of(score(0, "cf_lab", 5), score(0, "cf_lab", 6));
        assertThrows(IllegalArgumentException.class, () -> Curve.of("cf_lab", scores, SUITES));
    }
}
