package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowGroupsTest {

    @Test
    void everyRowIsInOneGroupAndEveryGroupKeepsTheLimits() {
        Random random = new Random(4);
        for (int round = 0; round < 50; round++) {
            int[] lengths = random.ints(1 + random.nextInt(80), 1, 300).toArray();
            int[] scored = Arrays.stream(lengths)
                    .map(length -> random.nextInt(length + 1))
                    .toArray();
            int room = random.nextInt(40);
            RowGroups limits = new RowGroups(1000, 0.25, 400, 100_000);
            List<int[]> groups = limits.of(lengths, scored, room);
            int[] all = groups.stream().flatMapToInt(Arrays::stream).sorted().toArray();
            assertArrayEquals(IntStream.range(0, lengths.length).toArray(), all);
            for (int[] group : groups) {
                int longest = lengths[group[group.length - 1]];
                int tokens = Arrays.stream(group).map(row -> lengths[row]).sum();
                int places = Arrays.stream(group).map(row -> scored[row]).sum();
                assertTrue(Arrays.stream(group).allMatch(row -> lengths[row] <= longest), "shortest first");
                assertTrue(group.length == 1 || group.length * (longest + room) <= limits.maxTokens());
                assertTrue(group.length == 1 || places <= limits.maxScored());
                assertTrue(
                        group.length == 1 || group.length * (longest + room) * (longest + room) <= limits.maxPairs());
                assertTrue(group.length * longest - tokens <= limits.maxPadding() * group.length * longest);
            }
        }
    }

    @Test
    void withoutPaddingOnlyEqualLengthsGoTogether() {
        List<int[]> groups = new RowGroups(100, 0, 100, 100_000).of(new int[] {3, 2, 3, 2, 3}, new int[5], 0);
        assertEquals(2, groups.size());
        assertArrayEquals(new int[] {1, 3}, groups.get(0));
        assertArrayEquals(new int[] {0, 2, 4}, groups.get(1));
    }

    @Test
    void noRowsMakeNoGroups() {
        assertTrue(new RowGroups(100, 0.5, 100, 100_000)
                .of(new int[0], new int[0], 3)
                .isEmpty());
    }
}
