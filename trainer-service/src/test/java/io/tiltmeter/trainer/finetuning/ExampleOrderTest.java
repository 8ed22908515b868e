package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.RunSettings.Batching;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleOrderTest {
    private static final int[] LENGTHS = new Random(1).ints(1003, 2, 60).toArray();

    @Test
    void everyEpochTakesEveryExampleOnce() {
        for (boolean grouped : new boolean[] {false, true}) {
            for (int epoch = 0; epoch < 3; epoch++) {
                assertArrayEquals(
                        IntStream.range(0, LENGTHS.length).toArray(),
                        flat(order(7, grouped).epoch(epoch)).sorted().toArray());
            }
        }
    }

    @Test
    void theOrderFollowsFromSeedAndEpochAlone() {
        for (boolean grouped : new boolean[] {false, true}) {
            int[] once = flat(order(7, grouped).epoch(2)).toArray();
            assertArrayEquals(once, flat(order(7, grouped).epoch(2)).toArray());
            assertFalse(Arrays.equals(once, flat(order(7, grouped).epoch(3)).toArray()));
            assertFalse(Arrays.equals(once, flat(order(8, grouped).epoch(2)).toArray()));
        }
    }

    /** A stored order: a release that changes it would break the resuming of runs and the repeating of studies. */
    @Test
    void theOrderOfASeedStaysWhatItIs() {
        ExampleOrder order = new ExampleOrder(new int[10], new Batching(4, 1, 64, false, false), 20);
        assertEquals("[[0, 6, 7, 8], [3, 9, 4, 2], [5, 1]]", text(order.epoch(0)));
    }

    @Test
    void shufflingIsFairToEveryPosition() {
        int[] firsts = new int[5];
        for (int seed = 0; seed < 10_000; seed++) {
            firsts[
                    new ExampleOrder(new int[5], new Batching(5, 1, 64, false, false), seed)
                            .epoch(0)
                            .get(0)[0]]++;
        }
        for (int count : firsts) {
            assertEquals(2000, count, 200, "first places " + Arrays.toString(firsts));
        }
    }

    @Test
    void onlyOneBatchOfAnEpochIsNotFull() {
        for (boolean grouped : new boolean[] {false, true}) {
            List<int[]> batches = order(7, grouped).epoch(0);
            assertEquals(63, batches.size());
            assertEquals(
                    62, batches.stream().filter(batch -> batch.length == 16).count());
        }
    }

    @Test
    void groupingByLengthSavesMostOfThePadding() {
        double shuffled = padding(order(7, false).epoch(0));
        double grouped = padding(order(7, true).epoch(0));
        assertTrue(grouped < shuffled / 8, "padding " + grouped + " grouped, " + shuffled + " shuffled");
    }

    @Test
    void groupedBatchesDoNotComeInTheOrderOfTheirLength() {
        List<int[]> batches = order(7, true).epoch(0);
        long descending = IntStream.range(1, batches.size())
                .filter(i -> LENGTHS[batches.get(i - 1)[0]] >= LENGTHS[batches.get(i)[0]])
                .count();
        assertTrue(descending > 15 && descending < 47, descending + " of 62 neighbours descend");
    }

    private static ExampleOrder order(long seed, boolean groupByLength) {
        return new ExampleOrder(LENGTHS, new Batching(16, 1, 64, groupByLength, false), seed);
    }

    private static IntStream flat(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream);
    }

    private static String text(List<int[]> batches) {
        return batches.stream().map(Arrays::toString).toList().toString();
    }

    /** Share of padding tokens when each batch is as wide as its longest example. */
    private static double padding(List<int[]> batches) {
        long tokens = 0;
        long cells = 0;
        for (int[] batch : batches) {
            tokens += Arrays.stream(batch).map(position -> LENGTHS[position]).sum();
            cells += (long) batch.length
                    * Arrays.stream(batch)
                            .map(position -> LENGTHS[position])
                            .max()
                            .orElseThrow();
        }
        return 1 - (double) tokens / cells;
    }
}
