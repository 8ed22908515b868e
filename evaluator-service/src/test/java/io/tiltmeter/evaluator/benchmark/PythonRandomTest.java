package io.tiltmeter.evaluator.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected: {@code random.Random(seed).sample(range(population), count)} of Python 3.11, three or a thousand times. */
class PythonRandomTest {

    @Test
    void wordsEqualThoseOfPython() {
        PythonRandom random = new PythonRandom(1234);
        long[] words = IntStream.range(0, 4)
                .mapToLong(i -> Integer.toUnsignedLong(random.bits()))
                .toArray();
        assertArrayEquals(new long[] {4150886329L, 3342196574L, 1892932127L, 501869158L}, words);
    }

    @Test
    void samplesOfAnEntireTrainingSplitEqualThoseOfPython() {
        assertDraws(1234, 7473, new int[][] {
            {6374, 3610, 957, 61, 742}, {7462, 6610, 4769, 286, 5501}, {5677, 687, 806, 6279, 2905}
        });
        PythonRandom random = new PythonRandom(1234);
        int[] last = new int[0];
        for (int draw = 0; draw < 1000; draw++) {
            last = random.sample(7473, 5);
        }
        assertArrayEquals(new int[] {962, 2306, 978, 4078, 7260}, last);
    }

    @Test
    void samplesOfSmallPoolsEqualThoseOfPython() {
        assertDraws(1234, 10, new int[][] {{7, 1, 0}, {1, 0, 9}, {1, 5, 3}});
        assertDraws(1234, 85, new int[][] {{56, 14, 0, 11, 74, 4}, {10, 12, 45, 30, 2, 3}, {2, 44, 82, 79, 61, 78}});
        assertDraws(1234, 30, new int[][] {
            {24, 14, 3, 0, 2, 18, 1, 21}, {22, 2, 3, 24, 11, 7, 0, 23}, {25, 0, 11, 20, 19, 15, 29, 14}
        });
    }

    @Test
    void samplesOfOtherSeedsEqualThoseOfPython() {
        assertDraws(0, 100, new int[][] {{49, 97, 53, 5, 33}, {65, 62, 51, 38, 61}, {45, 74, 27, 64, 17}});
        assertDraws(
                (1L << 40) + 7, 1000, new int[][] {{628, 765, 834, 960}, {967, 654, 584, 722}, {487, 256, 970, 630}});
    }

    @Test
    void aSampleLargerThanThePopulationIsRefused() {
        assertEquals(
                "4 of 3 cannot be drawn",
                assertThrows(IllegalArgumentException.class, () -> new PythonRandom(1).sample(3, 4))
                        .getMessage());
    }

    private static void assertDraws(long seed, int population, int[][] draws) {
        PythonRandom random = new PythonRandom(seed);
        for (int[] expected : draws) {
            assertArrayEquals(expected, random.sample(population, expected.length));
        }
    }
}
