package io.tiltmeter.results.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.statistics.SmallestDetectable;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class SmallestDropTest {
    private static final VerdictRule RULE = new VerdictRule(new ClusterBootstrap(7, 100));

    /** With three checkpoints noise is the usual 4 points with 4 degrees, and windows are single checkpoints. */
    @Test
    void itIsTheRootOfBothVariancesTimesTheQuantilesOfStudentsT() {
        Evidence found = evidence(300, 0.8, 0.7, 0.5);
        double items = found.drop().change().standardError();
        double checkpoints = 0.04 * 0.04 * 2;
        double error = Math.sqrt(items * items + checkpoints);
        double degrees = Math.pow(error, 4) / (Math.pow(items, 4) / 299 + checkpoints * checkpoints / 4);
        TDistribution student = TDistribution.of(degrees);
        SmallestDrop smallest = SmallestDrop.of(found);
        assertEquals(error, smallest.standardError(), 1e-12);
        assertEquals(degrees, smallest.degrees(), 1e-9);
        assertEquals(
                error * (student.inverseCumulativeProbability(0.975) + student.inverseCumulativeProbability(0.8)),
                smallest.drop(),
                1e-12);
    }

    @Test
    void noNumberOfItemsMakesItSmallerThanCheckpointsAllow() {
        double many = SmallestDrop.of(evidence(100_000_000, 0.8, 0.7, 0.5)).drop();
        double few = SmallestDrop.of(evidence(300, 0.8, 0.7, 0.5)).drop();
        assertTrue(few > many, few + " and " + many);
        assertEquals(SmallestDetectable.difference(0.04 * Math.sqrt(2), 4), many, 1e-4);
        assertTrue(many > SmallestDetectable.difference(0.04 * Math.sqrt(2)));
    }

    /** Differences of two windows with this noise, tested at level 0.05: the drop is found in 80 % of them. */
    @Test
    void aDropOfThisSizeIsFoundInFourOfFiveTrials() {
        SplittableRandom random = new SplittableRandom(5);
        double degrees = 14;
        double drop = SmallestDetectable.difference(1, degrees);
        double critical = TDistribution.of(degrees).inverseCumulativeProbability(0.975);
        int trials = 20_000;
        long found = IntStream.range(0, trials)
                .filter(trial -> {
                    double squares = IntStream.range(0, (int) degrees)
                            .mapToDouble(each -> Math.pow(random.nextGaussian(), 2))
                            .sum();
                    return (drop + random.nextGaussian()) / Math.sqrt(squares / degrees) > critical;
                })
                .count();
        assertEquals(0.8, (double) found / trials, 0.015);
    }

    private static Evidence evidence(int items, double... accuracies) {
        List<UnpairedPoint> points = IntStream.range(0, accuracies.length)
                .mapToObj(at -> new UnpairedPoint(10 * at, accuracies[at], OptionalDouble.empty(), items))
                .toList();
        return RULE.judgeUnpaired(points, false, new TreeMap<>(), List.of())
                .evidence()
                .orElseThrow();
    }
}
