package io.tiltmeter.results.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.replicate.ConditionDifference.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionDifferenceTest {
    private static final ClusterBootstrap BOOTSTRAP = new ClusterBootstrap(1, 200);
    private static final double T_OF_TWO_DEGREES = 4.302652729911275;

    @Test
    void seedsWithQuestionsOfTheirOwnGiveStudentsIntervalAndP() {
        Map<Long, SeedValues> reference = drops(i -> "world-" + i, 0.5, 0.4, 0.6);
        Map<Long, SeedValues> condition = drops(i -> "world-" + i, 0.2, 0.2, 0.35);
        ConditionDifference found =
                ConditionDifference.of(reference, condition, BOOTSTRAP).orElseThrow();
        assertEquals(List.of(1L, 2L, 3L), found.seeds());
        assertEquals(-0.25, found.value(), 1e-12);
        Interval interval = found.interval().orElseThrow();
        double error = 0.05 / Math.sqrt(3);
        assertEquals(-0.25 - T_OF_TWO_DEGREES * error, interval.low(), 1e-9);
        assertEquals(-0.25 + T_OF_TWO_DEGREES * error, interval.high(), 1e-9);
        double t = 0.25 / error;
        assertEquals(1 - t / Math.sqrt(2 + t * t), interval.p(), 1e-9, "two degrees of freedom have a closed form");
        assertEquals(false, interval.crossed());
        assertEquals(
                "Over 3 seeds counterfactual accuracy dropped by 25.0 points less under slow than under fast (95 % interval"
                        + " of the difference -37.4 to -12.6 points, over seeds and questions; p 0.013, 0.026 corrected for"
                        + " all conditions), so a smaller drop is shown.",
                ComparedQuantity.DROP.sentence(found, "fast", "slow", OptionalDouble.of(0.02614), "conditions"));
        assertTrue(ComparedQuantity.DROP
                .sentence(found, "fast", "slow", OptionalDouble.of(0.06), "conditions")
                .endsWith("show no difference."));
    }

    @Test
    void questionsThatDifferAlikeAddNothingAndOthersWidenTheInterval() {
        Map<Long, SeedValues> reference = drops(i -> "one", 0.5, 0.4, 0.6);
        Interval alike = ConditionDifference.of(reference, drops(i -> "one", 0.2, 0.2, 0.35), BOOTSTRAP)
                .flatMap(ConditionDifference::interval)
                .orElseThrow();
        assertTrue(alike.crossed());
        assertEquals(0.05 / Math.sqrt(3), alike.standardError(), 1e-9);
        Map<Long, SeedValues> uneven = new LinkedHashMap<>();
        for (long seed = 1; seed <= 3; seed++) {
            double[] drops = new double[] {0.9, 0.9, -0.9, -0.9, 0.1, 0.1, 0.1, 0.1};
            uneven.put(seed, new SeedValues("one", items(8), drops));
        }
        Interval wide = ConditionDifference.of(reference, uneven, BOOTSTRAP)
                .flatMap(ConditionDifference::interval)
                .orElseThrow();
        assertTrue(wide.standardError() > 0.2, wide.toString());
    }

    @Test
    void pIsBelowFivePercentExactlyWhereTheIntervalExcludesZero() {
        Random random = new Random(41);
        int excluded = 0;
        for (int trial = 0; trial < 200; trial++) {
            double shift = random.nextDouble() * 0.3;
            double[] one = random.doubles(4).map(each -> each * 0.5).toArray();
            double[] other = Arrays.stream(one)
                    .map(each -> each - shift + 0.1 * random.nextGaussian())
                    .map(each -> Math.max(-1, Math.min(1, each)))
                    .toArray();
            boolean crossed = trial % 2 == 0;
            Interval interval = ConditionDifference.of(
                            drops(i -> crossed ? "one" : "world-" + i, one),
                            drops(i -> crossed ? "one" : "world-" + i, other),
                            BOOTSTRAP)
                    .flatMap(ConditionDifference::interval)
                    .orElseThrow();
            boolean excludes = interval.low() > 0 || interval.high() < 0;
            assertEquals(excludes, interval.p() < 0.05, interval.toString());
            excluded += excludes ? 1 : 0;
        }
        assertTrue(excluded > 20 && excluded < 180, excluded + " of 200");
    }

    @Test
    void onlySeedsThatAnsweredTheSameQuestionsArePaired() {
        Map<Long, SeedValues> reference = drops(i -> i == 1 ? "old" : "new", 0.5, 0.4);
        Map<Long, SeedValues> condition = drops(i -> "new", 0.1, 0.1);
        ConditionDifference one =
                ConditionDifference.of(reference, condition, BOOTSTRAP).orElseThrow();
        assertEquals(List.of(2L), one.seeds());
        assertEquals(Optional.empty(), one.interval());
        assertTrue(ComparedQuantity.DROP
                .sentence(one, "a", "b", OptionalDouble.empty(), "effects")
                .endsWith("one seed shows nothing about others."));
        assertEquals(Optional.empty(), ConditionDifference.of(drops(i -> "x", 0.5), drops(i -> "y", 0.5), BOOTSTRAP));
    }

    @Test
    void conditionsOfTheSameRunsDoNotDiffer() {
        Map<Long, SeedValues> same = drops(i -> "one", 0.5, 0.4, 0.6);
        ConditionDifference found =
                ConditionDifference.of(same, same, BOOTSTRAP).orElseThrow();
        assertEquals(0, found.value());
        assertEquals(new Interval(0, 0, 0, 1, true), found.interval().orElseThrow());
    }

    @Test
    void theLargestDifferenceIsTwo() {
        ConditionDifference found = ConditionDifference.of(
                        drops(i -> "one", 1, 1), drops(i -> "one", -1, -1), BOOTSTRAP)
                .orElseThrow();
        assertEquals(-2, found.value());
    }

    /** Seeds 1, 2, ... whose eight questions in four clusters all drop by the same. */
    private static Map<Long, SeedValues> drops(IntFunction<String> questions, double... drops) {
        Map<Long, SeedValues> seeds = new LinkedHashMap<>();
        for (int seed = 1; seed <= drops.length; seed++) {
            double[] all = new double[8];
            Arrays.fill(all, drops[seed - 1]);
            seeds.put((long) seed, new SeedValues(questions.apply(seed), items(8), all));
        }
        return seeds;
    }

    private static ItemList items(int count) {
        return new ItemList(
                IntStream.range(0, count).mapToObj(i -> "item-" + i).toList(),
                IntStream.range(0, count).mapToObj(i -> "fact-" + i / 2).toList());
    }
}
