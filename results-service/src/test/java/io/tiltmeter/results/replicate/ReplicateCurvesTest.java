package io.tiltmeter.results.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplicateCurvesTest {
    private static final ClusterBootstrap QUICK = new ClusterBootstrap(3, 40);

    /** Each has its own highest checkpoint; their mean is highest at step 20. */
    @Test
    void thePeakIsTheHighestWindowOfTheMeanCurve() {
        ReplicateCurves found = measured(run(100, 50, 80, 60, 40), run(100, 50, 40, 70, 20), run(100, 50, 40, 80, 30));
        assertEquals(List.of(20), found.peakSteps());
        assertEquals(List.of(30), found.endSteps());
        assertEquals(List.of(0.6, 0.7, 0.8), found.peaks());
        assertEquals(List.of(0.4, 0.2, 0.3), found.ends());
        assertEquals(0.4, found.drops().mean().value(), 1e-12);
        assertEquals(100, found.items());
        assertEquals(50, found.clusters());
        assertTrue(
                found.sentence()
                        .startsWith("Over 3 seeds counterfactual accuracy fell by 40.0 points on average from step 20"
                                + " to step 30 (95 % interval of the drop "),
                found.sentence());
        assertTrue(found.sentence().contains("lower at the end in 3 of 3 seeds"), found.sentence());
    }

    @Test
    void ofEqualWindowsTheEarliestIsThePeakAndTheEndIsNone() {
        ReplicateCurves found = measured(run(10, 70, 70, 20, 90), run(10, 70, 70, 20, 90));
        assertEquals(List.of(0), found.peakSteps());
        assertEquals(-0.2, found.drops().mean().value(), 1e-12);
        assertTrue(found.sentence().contains("rose by 20.0 points"), found.sentence());
    }

    @Test
    void onlyStepsAndItemsOfAllSeedsCount() {
        SortedMap<Integer, ItemShares> fewer = new TreeMap<>();
        fewer.put(0, shares(80, 50));
        fewer.put(20, shares(80, 25));
        ReplicateCurves found = measured(run(100, 50, 80, 20), ItemHistory.of(fewer));
        assertEquals(List.of(0), found.peakSteps());
        assertEquals(List.of(20), found.endSteps());
        assertEquals(80, found.items());
        assertEquals(40, found.clusters());
    }

    @Test
    void oneCommonStepOrOneQuestionIsNoDrop() {
        SortedMap<Integer, ItemShares> one = new TreeMap<>();
        one.put(20, shares(80, 25));
        assertEquals(Optional.empty(), ReplicateCurves.of(List.of(run(80, 50, 80, 20), ItemHistory.of(one)), QUICK));
        assertEquals(Optional.empty(), ReplicateCurves.of(List.of(run(2, 50, 80, 20), run(2, 50, 80, 20)), QUICK));
    }

    /** Flat curves with noise: a peak chosen by each seed turns all noise into a drop, one chosen on the mean curve less. */
    @Test
    void aCommonPeakRaisesTheDropLessThanEachSeedsOwn() {
        SplittableRandom random = new SplittableRandom(17);
        double common = 0;
        double own = 0;
        int trials = 60;
        for (int trial = 0; trial < trials; trial++) {
            List<ItemHistory> runs = new ArrayList<>();
            for (int seed = 0; seed < 5; seed++) {
                double[] points = random.doubles(3, 40, 80).toArray();
                runs.add(run(50, points));
                own += (Math.max(points[0], points[1]) - points[2]) / 100 / 5 / trials;
            }
            common +=
                    ReplicateCurves.of(runs, QUICK).orElseThrow().drops().mean().value() / trials;
        }
        assertTrue(common < 0.7 * own, common + " of " + own);
    }

    private static ReplicateCurves measured(ItemHistory... runs) {
        return ReplicateCurves.of(List.of(runs), QUICK).orElseThrow();
    }

    /** At steps 0, 10, 20 and so on. */
    private static ItemHistory run(int items, double... points) {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        for (int at = 0; at < points.length; at++) {
            byStep.put(10 * at, shares(items, points[at]));
        }
        return ItemHistory.of(byStep);
    }

    /** The first items follow their context; clusters of two. */
    private static ItemShares shares(int items, double points) {
        List<String> ids = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        double[] context = new double[items];
        for (int item = 0; item < items; item++) {
            ids.add(String.format("item-%04d", item));
            clusters.add(String.format("fact-%04d", item / 2));
            context[item] = item < Math.round(items * points / 100) ? 1 : 0;
        }
        double[] memory = Arrays.stream(context).map(share -> 1 - share).toArray();
        return new ItemShares(new ItemList(ids, clusters), context, memory, context);
    }
}
