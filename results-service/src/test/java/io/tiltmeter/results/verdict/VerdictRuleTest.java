package io.tiltmeter.results.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.StandardTrend;
import io.tiltmeter.results.verdict.Verdict.State;
import io.tiltmeter.results.verdict.Verdict.Strength;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictRuleTest {
    private static final VerdictRule RULE = new VerdictRule(ClusterBootstrap.STANDARD);
    private static final SortedMap<Integer, Double> NO_STANDARD = Collections.emptySortedMap();

    /** The published curve of the lab's seed 41: 300 items, two a fact; steps, context, memory and standard in points. */
    private static final int[] LAB_STEPS = {
        0, 3, 5, 8, 14, 28, 42, 56, 69, 83, 97, 111, 125, 139, 153, 167, 181, 194, 208, 222, 236, 250
    };

    private static final double[] LAB = {
        72.7, 74.0, 75.3, 80.3, 82.7, 48.0, 37.3, 50.0, 35.0, 29.7, 34.0, 34.3, 31.7, 33.3, 29.3, 30.3, 29.7, 28.3,
        29.7, 28.3, 28.3, 28.3
    };

    private static final double[] LAB_STANDARD = {
        74.2, 76.0, 78.4, 83.6, 90.9, 90.9, 91.8, 92.7, 94.0, 92.0, 93.3, 94.0, 93.8, 94.2, 93.8, 94.4, 94.7, 94.9,
        94.7, 94.9, 94.9, 95.1
    };

    private static SortedMap<Integer, Double> standard(int[] steps, double... points) {
        SortedMap<Integer, Double> byStep = new TreeMap<>();
        for (int place = 0; place < steps.length; place++) {
            byStep.put(steps[place], points[Math.min(place, points.length - 1)] / 100);
        }
        return byStep;
    }

    private static SortedMap<Integer, Double> held(int checkpoints) {
        return standard(tens(checkpoints), 50);
    }

    private static int[] tens(int checkpoints) {
        return IntStream.range(0, checkpoints).map(place -> 10 * place).toArray();
    }

    /** The same items follow their context first, and the others memory; clusters of two. */
    private static ItemHistory history(int items, int[] steps, double... points) {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        for (int place = 0; place < steps.length; place++) {
            byStep.put(steps[place], shares(items, points[place]));
        }
        return ItemHistory.of(byStep);
    }

    private static ItemShares shares(int items, double points) {
        List<String> ids = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        double[] context = new double[items];
        double[] memory = new double[items];
        for (int item = 0; item < items; item++) {
            ids.add(String.format("item-%04d", item));
            clusters.add(String.format("fact-%04d", item / 2));
            context[item] = item < Math.round(items * points / 100) ? 1 : 0;
            memory[item] = 1 - context[item];
        }
        return new ItemShares(new ItemList(ids, clusters), context, memory, context);
    }

    private static Verdict judge(double... points) {
        return RULE.judge(history(300, tens(points.length), points), held(points.length), List.of());
    }

    @Test
    void theLabsCurveIsAnInversionWithItsNumbers() {
        Verdict verdict = RULE.judge(history(300, LAB_STEPS, LAB), standard(LAB_STEPS, LAB_STANDARD), List.of());
        Evidence found = verdict.evidence().orElseThrow();
        assertEquals(State.INVERSION, verdict.state(), verdict.sentence());
        assertEquals(4, verdict.ruleVersion());
        assertEquals(Optional.of(Strength.SHOWN), verdict.strength());
        assertTrue(verdict.probabilities().orElseThrow().inversion() > 0.99, verdict.sentence());
        assertEquals(14, found.peak().step());
        assertEquals(List.of(5, 8, 14), found.peak().steps());
        assertEquals(List.of(222, 236, 250), found.end().steps());
        assertEquals(0.511, found.drop().change().decrease().value(), 0.001);
        assertEquals(300, found.drop().change().items());
        assertEquals(150, found.drop().change().clusters());
        assertTrue(found.drop().curveP() < 0.001);
        assertEquals(StandardTrend.HELD, found.standard());
        assertTrue(
                verdict.sentence()
                        .startsWith(
                                "Inversion: counterfactual accuracy rose from 72.7 % at step 0 to 79.4 % over steps 5"
                                        + " to 14 and then fell to 28.3 % over steps 222 to 250, a drop of 51.1 points (95 %"),
                verdict.sentence());
        assertTrue(verdict.test().startsWith("whether the curve ever fell"), verdict.test());
    }

    @Test
    void aCurveTooNearZeroToFallSaysSo() {
        for (double[] points : List.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0}, new double[] {1, 2, 3, 3, 2, 2, 2, 2})) {
            Verdict verdict = judge(points);
            assertEquals(State.INCONCLUSIVE, verdict.state(), verdict.sentence());
            assertTrue(verdict.reason().contains("a curve so near zero cannot fall by 10 points"), verdict.sentence());
        }
        Verdict without = RULE.judgeUnpaired(
                IntStream.range(0, 8)
                        .mapToObj(place -> new UnpairedPoint(10 * place, 0, OptionalDouble.empty(), 300))
                        .toList(),
                false,
                held(8),
                List.of());
        assertEquals(State.INCONCLUSIVE, without.state(), without.sentence());
    }

    /** 150 questions of which none changed: up to 2.4 % of others might have. */
    @Test
    void aCurveAtItsCeilingHasAnIntervalThatItsItemsJustify() {
        Verdict verdict = judge(100, 100, 100, 100, 100, 100, 100, 100);
        assertEquals(State.NO_INVERSION, verdict.state(), verdict.sentence());
        Estimate drop = verdict.evidence().orElseThrow().drop().change().decrease();
        assertEquals(1 - Math.pow(0.025, 1.0 / 150), drop.high(), 1e-12);
        assertEquals(-drop.high(), drop.low());
        Verdict few = RULE.judge(history(20, tens(8), 100, 100, 100, 100, 100, 100, 100, 100), held(8), List.of());
        assertEquals(State.INCONCLUSIVE, few.state(), few.sentence());
    }

    @Test
    void theLabsCurveWithoutItsItemsIsOneToo() {
        List<UnpairedPoint> points = new ArrayList<>();
        for (int place = 0; place < LAB.length; place++) {
            points.add(new UnpairedPoint(LAB_STEPS[place], LAB[place] / 100, OptionalDouble.empty(), 300));
        }
        Verdict verdict = RULE.judgeUnpaired(points, false, standard(LAB_STEPS, LAB_STANDARD), List.of());
        assertEquals(State.INVERSION, verdict.state(), verdict.sentence());
        assertTrue(verdict.sentence().contains("unpaired since no items are known"), verdict.sentence());
    }

    @Test
    void theChoiceOfItemsIsNotCountedTwiceIfTheyAreTheSame() {
        double[] points = {60, 66, 70, 72, 71, 69, 66, 63, 61, 62, 61, 60, 61, 62};
        List<UnpairedPoint> curve = IntStream.range(0, points.length)
                .mapToObj(place -> new UnpairedPoint(10 * place, points[place] / 100, OptionalDouble.empty(), 120))
                .toList();
        Verdict other = RULE.judgeUnpaired(curve, false, held(points.length), List.of());
        assertEquals(State.INCONCLUSIVE, other.state(), other.sentence());
        Verdict same = RULE.judgeUnpaired(curve, true, held(points.length), List.of());
        assertEquals(State.INVERSION, same.state(), same.sentence());
        assertTrue(same.probabilities().orElseThrow().inversion()
                > other.probabilities().orElseThrow().inversion());
    }

    @Test
    void thePapersThreePointsAreEnoughForAFallThatNoUsualNoiseExplains() {
        assertEquals(State.INVERSION, judge(29, 64, 36).state());
        assertEquals(State.INVERSION, judge(40, 87, 46).state());
        Verdict mistral = judge(36, 57, 49);
        assertEquals(State.INCONCLUSIVE, mistral.state());
        assertTrue(
                mistral.reason().contains("the usual value since there are too few checkpoints to measure it"),
                mistral.reason());
    }

    @Test
    void aCurveThatStartsAtItsPeakCanInvert() {
        Verdict verdict = judge(86, 86, 85, 86, 84, 70, 55, 45, 41, 39, 40, 39);
        assertEquals(State.INVERSION, verdict.state(), verdict.sentence());
        assertTrue(verdict.sentence().contains("started at its peak"), verdict.sentence());
    }

    @Test
    void aCurveThatComesBackHasRecovered() {
        Verdict verdict = judge(60, 75, 88, 90, 88, 80, 72, 70, 71, 78, 85, 88, 89, 90);
        assertEquals(State.RECOVERED, verdict.state(), verdict.sentence());
        Evidence found = verdict.evidence().orElseThrow();
        assertEquals(70, found.trough().step());
        assertTrue(found.recovery().isShown(VerdictRule.VALLEY_SIGNIFICANCE));
        assertTrue(verdict.sentence().contains("then rose to"), verdict.sentence());
    }

    @Test
    void aCurveThatComesBackHalfwayIsStillAnInversion() {
        assertEquals(
                State.INVERSION,
                judge(60, 75, 88, 90, 88, 70, 55, 50, 51, 60, 66, 69, 70, 70).state());
    }

    @Test
    void aValleyThatCouldBeChanceIsNotShown() {
        Verdict likely = RULE.judge(history(100, tens(8), 74, 75, 75, 63, 62, 73, 75, 75), held(8), List.of());
        assertEquals(State.RECOVERED, likely.state(), likely.sentence());
        assertEquals(Optional.of(Strength.LIKELY), likely.strength());
        assertTrue(likely.sentence().startsWith("Likely recovered: "), likely.sentence());
        Verdict open = RULE.judge(history(100, tens(9), 70, 80, 72, 77, 66, 70, 76, 69, 71), held(9), List.of());
        assertEquals(State.INCONCLUSIVE, open.state(), open.sentence());
        assertTrue(open.sentence().contains("the probability of an inversion is 0."), open.sentence());
    }

    @Test
    void aSingleCheckpointThatJumpsFifteenPointsMeansNothing() {
        VerdictRule quick = new VerdictRule(new ClusterBootstrap(7, 200));
        for (int checkpoints : new int[] {4, 5, 8, 12, 22, 50, 200}) {
            for (int jump : new int[] {0, checkpoints / 3, checkpoints / 2, checkpoints - 2}) {
                for (double by : new double[] {15, -15}) {
                    double[] points = new double[checkpoints];
                    Arrays.fill(points, 60);
                    points[jump] += by;
                    State state = quick.judge(history(100, tens(checkpoints), points), held(checkpoints), List.of())
                            .state();
                    assertTrue(
                            state == State.NO_INVERSION || state == State.INCONCLUSIVE,
                            checkpoints + " checkpoints, " + by + " at " + jump + ": " + state);
                }
            }
        }
    }

    @Test
    void risingAndFlatCurvesAreNone() {
        assertEquals(State.NO_INVERSION, judge(40, 48, 55, 61, 66, 70, 73, 75).state());
        Verdict flat = judge(60, 60, 60, 60, 60, 60, 60, 60, 60);
        assertEquals(State.NO_INVERSION, flat.state());
        assertTrue(flat.sentence().contains("a drop of 10 points is excluded"), flat.sentence());
    }

    @Test
    void aFallTogetherWithStandardSuitesIsForgetting() {
        Verdict verdict = RULE.judge(
                history(300, tens(9), 70, 75, 80, 80, 60, 50, 40, 40, 40),
                standard(tens(9), 60, 70, 80, 80, 70, 60, 50, 45, 45),
                List.of());
        assertEquals(State.INCONCLUSIVE, verdict.state());
        assertEquals(StandardTrend.FELL, verdict.evidence().orElseThrow().standard());
        assertTrue(verdict.sentence().contains("forgot more than"), verdict.sentence());
    }

    @Test
    void withoutAStandardSuiteMemoryTakingOverTellsAnInversionFromForgetting() {
        double[] points = {70, 75, 80, 80, 60, 50, 40, 40, 40};
        Verdict verdict = RULE.judge(history(300, tens(9), points), NO_STANDARD, List.of());
        assertEquals(State.INVERSION, verdict.state());
        assertTrue(verdict.sentence().contains("answers from memory rose from 20.0 % to 60.0 %"), verdict.sentence());
        List<UnpairedPoint> withoutMemory = new ArrayList<>();
        for (int place = 0; place < points.length; place++) {
            withoutMemory.add(new UnpairedPoint(10 * place, points[place] / 100, OptionalDouble.empty(), 300));
        }
        Verdict open = RULE.judgeUnpaired(withoutMemory, false, NO_STANDARD, List.of());
        assertEquals(State.INCONCLUSIVE, open.state());
        assertTrue(open.sentence().contains("cannot be told from forgetting"), open.sentence());
    }

    @Test
    void fewOrMixedPointsAndUnknownCountsAreInconclusiveAndSayWhy() {
        assertEquals(
                "Inconclusive: a verdict needs 3 complete checkpoints and has 2.",
                judge(80, 20).sentence());
        assertEquals(
                "Inconclusive: only one checkpoint is scored on every suite yet.",
                judge(80).sentence());
        assertEquals(
                "Inconclusive: no checkpoint is scored on every suite yet.",
                RULE.judge(ItemHistory.of(new TreeMap<>()), NO_STANDARD, List.of())
                        .sentence());
        Verdict mixed = RULE.judge(history(300, tens(4), 50, 80, 50, 20), held(4), List.of("suite versions"));
        assertEquals(State.INCONCLUSIVE, mixed.state());
        assertTrue(mixed.sentence().contains("they mix suite versions"), mixed.sentence());
        Verdict uncounted = RULE.judgeUnpaired(
                List.of(new UnpairedPoint(0, 0.5, OptionalDouble.empty(), 0)), false, NO_STANDARD, List.of());
        assertTrue(uncounted.sentence().contains("not known of how many items"), uncounted.sentence());
    }

    @Test
    void aSmallSuiteLeavesAVisibleDropOpen() {
        Verdict verdict = RULE.judge(history(12, tens(8), 50, 75, 75, 75, 60, 58, 50, 50), held(8), List.of());
        assertEquals(State.INCONCLUSIVE, verdict.state());
    }

    @Test
    void aSuiteOfOneQuestionIsLeftOpen() {
        Verdict verdict = RULE.judge(history(2, tens(8), 50, 100, 100, 100, 50, 0, 0, 0), held(8), List.of());
        assertEquals(State.INCONCLUSIVE, verdict.state());
        assertTrue(verdict.reason().startsWith("Fewer than two questions"), verdict.reason());
    }

    @Test
    void onlyItemsThatAllWindowsAnsweredArePaired() {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        double[] points = {70, 75, 80, 80, 60, 50, 40, 40, 40};
        for (int place = 0; place < points.length; place++) {
            byStep.put(10 * place, shares(place == 2 ? 280 : 300, points[place]));
        }
        Verdict verdict = RULE.judge(ItemHistory.of(byStep), held(9), List.of());
        assertEquals(280, verdict.evidence().orElseThrow().drop().change().items());
        byStep.put(20, shares(300, 80).only(Set.of()));
        assertFalse(
                RULE.judge(ItemHistory.of(byStep), held(9), List.of()).reason().isEmpty());
    }

    @Test
    void suitesTakenTogetherKeepItemsOfTheSameNameApart() {
        TreeMap<String, ItemHistory> bySuite = new TreeMap<>();
        bySuite.put("cf_bio", history(100, tens(9), 70, 75, 80, 80, 60, 50, 40, 40, 40));
        bySuite.put("cf_quotes", history(200, tens(8), 70, 75, 80, 80, 80, 80, 80, 80));
        ItemHistory pooled = PooledSuites.of(bySuite);
        assertEquals(300, pooled.items().size());
        assertEquals(150, pooled.items().clusters().stream().distinct().count());
        assertEquals(8, pooled.checkpoints());
    }
}
