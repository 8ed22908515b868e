package io.tiltmeter.results.curve;

import static io.tiltmeter.results.curve.SyntheticOutcomes.firstHits;
import static io.tiltmeter.results.curve.SyntheticOutcomes.judge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.Verdict.Evidence;
import io.tiltmeter.results.curve.Verdict.StandardTrend;
import io.tiltmeter.results.curve.Verdict.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerdictRuleTest {
    private static Map<Integer, SuiteOutcomes> curve(int... hitsOf200) {
        Map<Integer, SuiteOutcomes> byStep = new TreeMap<>();
        for (int index = 0; index < hitsOf200.length; index++) {
            byStep.put(10 * index, firstHits(hitsOf200[index], 200));
        }
        return byStep;
    }

    private static Map<Integer, Integer> standard(int... hitsOf100) {
        Map<Integer, Integer> byStep = new TreeMap<>();
        for (int index = 0; index < hitsOf100.length; index++) {
            byStep.put(10 * index, hitsOf100[index]);
        }
        return byStep;
    }

    @Test
    void riseAndFallWhileStandardRisesIsAnInversionWithItsNumbers() {
        Verdict verdict = judge(curve(100, 160, 120, 60), standard(40, 80, 90, 95));
        Evidence found = verdict.evidence().orElseThrow();
        assertEquals(State.INVERSION, verdict.state());
        assertEquals(0, found.start().step());
        assertEquals(10, found.peak().step());
        assertEquals(30, found.end().step());
        assertEquals(0.30, found.rise().decrease().value(), 1e-12);
        assertEquals(0.50, found.drop().decrease().value(), 1e-12);
        assertEquals(100, found.drop().lost());
        assertEquals(0, found.drop().gained());
        assertEquals(3, found.candidatePeaks());
        // 100 of 100 changed items fell: two of 2^100 orders, times three candidate peaks
        assertEquals(3 * 2 * Math.pow(0.5, 100), found.correctedP(), 1e-40);
        assertTrue(found.riseShown());
        assertEquals(StandardTrend.HELD, found.standard());
        assertEquals(
                "Inversion: counterfactual accuracy rose from 50.0 % at step 0 to 80.0 % at step 10 and then fell to"
                        + " 30.0 % at step 30, a drop of 50.0 points (95 % interval 43.0 to 57.0, corrected p < 0.001),"
                        + " while the mean of the standard suites went from 40.0 % to 95.0 %.",
                verdict.sentence());
    }

    @Test
    void aBaseModelAtItsPeakCanInvertWithoutARise() {
        Verdict verdict = judge(curve(160, 150, 80), standard(60, 90, 95));
        assertEquals(State.INVERSION, verdict.state());
        assertFalse(verdict.evidence().orElseThrow().riseShown());
        assertTrue(verdict.sentence().contains("started at its peak, 80.0 % at step 0"), verdict.sentence());
    }

    @Test
    void aFallTogetherWithStandardSuitesIsForgetting() {
        Verdict verdict = judge(curve(100, 160, 60), standard(40, 80, 70));
        assertEquals(State.INCONCLUSIVE, verdict.state());
        assertEquals(StandardTrend.FELL, verdict.evidence().orElseThrow().standard());
        assertTrue(verdict.sentence().contains("forgot more than"), verdict.sentence());
    }

    @Test
    void withoutAStandardSuiteNothingIsCalledAnInversion() {
        assertEquals(State.INCONCLUSIVE, judge(curve(100, 160, 60), Map.of()).state());
        assertEquals(State.NO_INVERSION, judge(curve(100, 120, 160), Map.of()).state());
    }

    @Test
    void aCurveThatEndsAtItsPeakIsNone() {
        Verdict verdict = judge(curve(100, 120, 160), standard(40, 80, 90));
        assertEquals(State.NO_INVERSION, verdict.state());
        assertEquals(0, verdict.evidence().orElseThrow().drop().decrease().value());
    }

    @Test
    void aSmallSuiteLeavesAVisibleDropOpen() {
        Map<Integer, SuiteOutcomes> few = Map.of(0, firstHits(6, 12), 10, firstHits(9, 12), 20, firstHits(6, 12));
        assertEquals(
                State.INCONCLUSIVE,
                judge(new TreeMap<>(few), standard(40, 80, 90)).state());
    }

    @Test
    void twoCheckpointsOrFewerAreInconclusive() {
        assertEquals(State.INCONCLUSIVE, judge(curve(160, 60), standard(50, 90)).state());
        Verdict one = judge(curve(160), standard(50));
        assertEquals(State.INCONCLUSIVE, one.state());
        assertEquals(Optional.empty(), one.evidence());
        Verdict none = new VerdictRule(ClusterBootstrap.STANDARD)
                .judge(Curve.of("cf_lab", List.of(), Set.of("cf_lab")), step -> firstHits(0, 1));
        assertEquals("Inconclusive: no checkpoint is scored on every suite yet.", none.sentence());
    }

    @Test
    void ofEqualPeaksTheEarliestIsTaken() {
        Verdict verdict = judge(curve(100, 160, 160, 60), standard(40, 80, 80, 80));
        assertEquals(10, verdict.evidence().orElseThrow().peak().step());
    }

    @Test
    void flatNoiseIsCalledAnInversionInAtMostOneOfTwenty() {
        SplittableRandom random = new SplittableRandom(2_024);
        int curves = 300;
        int inversions = 0;
        for (int run = 0; run < curves; run++) {
            double[] leanings = SyntheticOutcomes.leanings(random, 60, 0.3);
            Map<Integer, SuiteOutcomes> byStep = new LinkedHashMap<>();
            Map<Integer, Integer> standard = new LinkedHashMap<>();
            for (int step = 0; step < 22; step++) {
                byStep.put(step, SyntheticOutcomes.noisy(random, leanings, 0.5));
                standard.put(step, 90);
            }
            inversions += judge(byStep, standard).state() == State.INVERSION ? 1 : 0;
        }
        assertTrue(inversions <= curves / 20, inversions + " of " + curves + " flat curves were called inversions");
    }

    @Test
    void aTrueDropOfTwentyPointsIsFoundOnTheLabSuiteNearlyAlways() {
        SplittableRandom random = new SplittableRandom(77);
        int found = 0;
        for (int run = 0; run < 40; run++) {
            double[] leanings = SyntheticOutcomes.leanings(random, 150, 0.2);
            Map<Integer, SuiteOutcomes> byStep = new LinkedHashMap<>();
            Map<Integer, Integer> standard = new LinkedHashMap<>();
            for (int step = 0; step < 22; step++) {
                byStep.put(step, SyntheticOutcomes.noisy(random, leanings, step < 11 ? 0.7 : 0.5));
                standard.put(step, 90);
            }
            found += judge(byStep, standard).state() == State.INVERSION ? 1 : 0;
        }
        assertTrue(found >= 38, "only " + found + " of 40 true drops of 20 points were found");
    }
}
