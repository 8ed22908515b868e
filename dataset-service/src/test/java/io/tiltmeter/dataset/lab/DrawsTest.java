package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    @Test
    void drawsAreThoseOfTheJdksSplitMix64() {
        SplittableRandom independent = new SplittableRandom(1234567);
        Draws draws = new Draws(1234567);
        for (int i = 0; i < 1000; i++) {
            assertEquals(independent.nextLong(), draws.nextLong(), "draw " + i);
        }
    }

    @Test
    void streamsOfOtherNamesAndSeedsDiffer() {
        assertNotEquals(
                Draws.of(20, "world").nextLong(), Draws.of(20, "pretraining").nextLong());
        assertNotEquals(Draws.of(20, "world").nextLong(), Draws.of(21, "world").nextLong());
    }

    @Test
    void drawsAreUniform() {
        Draws draws = Draws.of(7, "uniform");
        int[] counts = new int[40];
        int total = 400_000;
        for (int i = 0; i < total; i++) {
            counts[draws.below(40)]++;
        }
        double expected = total / 40.0;
        double chiSquared = IntStream.of(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertTrue(chiSquared < 72.1, "chi-squared " + chiSquared + " with 39 degrees of freedom, p < .001");
    }

    @Test
    void chosenMembersAreDifferent() {
        List<Integer> things = IntStream.range(0, 46).boxed().toList();
        Draws draws = Draws.of(7, "some");
        for (int i = 0; i < 1000; i++) {
            List<Integer> some = draws.some(things, 14);
            assertEquals(14, new HashSet<>(some).size(), "repeats in " + some);
        }
    }
}
