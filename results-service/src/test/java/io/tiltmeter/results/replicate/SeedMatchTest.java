package io.tiltmeter.results.replicate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.comparison.RunPath;
import io.tiltmeter.results.comparison.RunPath.Point;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.replicate.SeedMatch.Matched;
import io.tiltmeter.results.replicate.SeedMatch.Unmatched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Runs written down as a standard mean and a row of letters a checkpoint: C follows the context, anything else does not. */
class SeedMatchTest {
    private static final ClusterBootstrap BOOTSTRAP = new ClusterBootstrap(1, 200);

    /**
     * The fast run learns the standard suites to 0.9 and has lost all but one of four questions by then; the slow run ends at 0.7
     * with all four. Over 0.7 the fast run passes halfway between its checkpoints at 0.6 and 0.8, where it answers three and two:
     * 2.5 of 4, so at equal standard mean 1.5 of 4 separate them and not the 3 of 4 that separate their ends.
     */
    @Test
    void theRunThatLearnsFasterIsTakenWhereTheSlowerOneEnds() {
        Matched matched = (Matched) SeedMatch.of(fast("fast"), slow("slow"), BOOTSTRAP);
        assertEquals(0.7, matched.standardMean());
        assertEquals(2.5 / 4, matched.reference().counterfactual().value(), 1e-12);
        assertEquals(1, matched.condition().counterfactual().value(), 1e-12);
        assertEquals(List.of(10, 20), matched.referenceSteps());
        assertArrayEquals(new double[] {1, 1, 0.5, 0}, matched.ofReference("v").values(), 1e-12);
        ConditionDifference one = ConditionDifference.of(
                        Map.of(41L, matched.ofReference("v")), Map.of(41L, matched.ofCondition("v")), BOOTSTRAP)
                .orElseThrow();
        assertEquals(1.5 / 4, one.value(), 1e-12);
        assertEquals(
                "Over 1 seed counterfactual accuracy at equal standard mean was 37.5 points higher under slow than under fast;"
                        + " one seed shows nothing about others.",
                ComparedQuantity.ACCURACY_AT_EQUAL_STANDARD_MEAN.sentence(
                        one, "fast", "slow", OptionalDouble.empty(), "conditions"));
    }

    @Test
    void standardMeansThatDoNotOverlapAreNamed() {
        RunPath low = run("low", new double[] {0.1, 0.3}, "CCCC", "CCCC");
        Unmatched apart =
                (Unmatched) SeedMatch.of(low, run("high", new double[] {0.5, 0.9}, "CCCC", "C..."), BOOTSTRAP);
        assertEquals(
                "the standard means of the two runs do not overlap: of run high its standard mean stays above: 50.0 % at step 0"
                        + " is its lowest, and the other reaches at most 30.0 %",
                apart.reason());
        Unmatched none = (Unmatched) SeedMatch.of(low, new RunPath("new", List.of(), Optional.empty()), BOOTSTRAP);
        assertTrue(none.reason().startsWith("run new has no checkpoint yet that is scored"), none.reason());
    }

    /** Three seeds that differ by 1.5, 1.5 and 0.5 of 4 questions: the mean is 7/24, far from the difference of ends. */
    @Test
    void seedsAreAveragedAtTheirOwnStandardMeans() {
        Map<Long, SeedValues> reference = new TreeMap<>();
        Map<Long, SeedValues> condition = new TreeMap<>();
        List<RunPath> slow =
                List.of(slow("a"), slow("b"), run("c", new double[] {0.4, 0.5, 0.7}, "CCCC", "CCCC", "CCC."));
        for (int seed = 0; seed < slow.size(); seed++) {
            Matched matched = (Matched) SeedMatch.of(fast("fast-" + seed), slow.get(seed), BOOTSTRAP);
            reference.put((long) seed, matched.ofReference("v"));
            condition.put((long) seed, matched.ofCondition("v"));
        }
        ConditionDifference found =
                ConditionDifference.of(reference, condition, BOOTSTRAP).orElseThrow();
        assertEquals((1.5 + 1.5 + 0.5) / 12, found.value(), 1e-12);
        assertTrue(found.interval().orElseThrow().crossed());
    }

    private static RunPath fast(String id) {
        return run(id, new double[] {0.4, 0.6, 0.8, 0.9}, "CCCC", "CCC.", "CC..", "C...");
    }

    private static RunPath slow(String id) {
        return run(id, new double[] {0.4, 0.5, 0.7}, "CCCC", "CCCC", "CCCC");
    }

    /** Checkpoints at steps 0, 10 and so on; each question is a cluster of its own. */
    private static RunPath run(String id, double[] standardMeans, String... answers) {
        ItemList items = new ItemList(List.of("i0", "i1", "i2", "i3"), List.of("q0", "q1", "q2", "q3"));
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        List<Point> points = new ArrayList<>();
        for (int checkpoint = 0; checkpoint < answers.length; checkpoint++) {
            double[] context = answers[checkpoint]
                    .chars()
                    .mapToDouble(letter -> letter == 'C' ? 1 : 0)
                    .toArray();
            byStep.put(10 * checkpoint, new ItemShares(items, context, new double[4], new double[4]));
            double share = Arrays.stream(context).average().orElseThrow();
            points.add(new Point(10 * checkpoint, standardMeans[checkpoint], new Estimate(share, share, share)));
        }
        return new RunPath(id, points, Optional.of(ItemHistory.of(byStep)));
    }
}
