package io.tiltmeter.results.flip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.slice.Slice;
import io.tiltmeter.results.slice.SuiteSlices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DropBySliceTest {
    /** Items a to d are capitals, e and f rivers; b, d and f are hard, c has no level. */
    private static final SuiteSlices SLICES = SuiteSlices.of(
            List.of(
                    item("a", "relation:capital", "level:easy"),
                    item("b", "relation:capital", "level:hard"),
                    item("c", "relation:capital"),
                    item("d", "relation:capital", "level:hard"),
                    item("e", "relation:river", "level:easy"),
                    item("f", "relation:river", "level:hard")),
            Map.of());

    @Test
    void eachSliceMakesItsPartOfTheDrop() {
        DropBySlice drop = drop(Stories.of("CM", "CM", "CN", "CC", "MC", "PP"), 1);
        assertEquals(6, drop.items());
        assertEquals(2 / 6.0, drop.drop(), 1e-12);
        SliceDrop capitals = slice(drop, "relation:capital");
        assertTrue(capitals.partition());
        assertEquals(4, capitals.items());
        assertEquals(0.75, capitals.drop(), 1e-12);
        assertEquals(0.5, capitals.contribution(), 1e-12);
        assertEquals(1.5, capitals.shareOfDrop().orElseThrow(), 1e-12);
        assertEquals(2, capitals.contextToMemory());
        SliceDrop rivers = slice(drop, "relation:river");
        assertEquals(-0.5, rivers.drop(), 1e-12);
        assertEquals(-0.5, rivers.shareOfDrop().orElseThrow(), 1e-12);
        assertEquals(1, rivers.memoryToContext());
        assertFalse(slice(drop, "level:easy").partition(), "c has no level");
    }

    @Test
    void theDropIsOverWholeSpansAndOverItemsAnsweredThroughout() {
        DropBySlice drop = drop(Stories.of("CCNNNM", "CNC-NN", "CCC-NC"), 3);
        assertEquals(1, drop.items());
        assertEquals(2 / 3.0, drop.drop(), 1e-12);
        assertEquals(1, slice(drop, "relation:capital").items());
    }

    @Test
    void whereNothingFellThereIsNoShareOfIt() {
        DropBySlice drop = drop(Stories.of("CM", "MC"), 1);
        assertEquals(0, drop.drop());
        assertTrue(slice(drop, "relation:capital").shareOfDrop().isEmpty());
    }

    @Test
    void theContributionsOfAPartitionAddUpToTheDrop() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            List<String> rows = new ArrayList<>();
            for (int item = 0; item < 6; item++) {
                StringBuilder row = new StringBuilder();
                for (int checkpoint = 0; checkpoint < 6; checkpoint++) {
                    row.append("CCMMBNP".charAt(random.nextInt(7)));
                }
                rows.add(row.toString());
            }
            DropBySlice drop = drop(Stories.of(rows.toArray(String[]::new)), 3);
            double sum = drop.slices().stream()
                    .filter(slice -> slice.slice().dimension().equals("relation"))
                    .mapToDouble(SliceDrop::contribution)
                    .sum();
            assertEquals(drop.drop(), sum, 1e-15 * 6);
        }
    }

    private static DropBySlice drop(ItemHistory history, int width) {
        Span from = Span.around(history, 0, width);
        Span to = Span.around(history, history.checkpoints() - 1, width);
        return DropBySlice.of(history, from, to, FlipSet.between(history, from, to), SLICES);
    }

    private static SliceDrop slice(DropBySlice drop, String id) {
        return drop.slices().stream()
                .filter(each -> each.slice().equals(Slice.of(id)))
                .findFirst()
                .orElseThrow();
    }

    private static SuiteItem item(String id, String... tags) {
        return new SuiteItem(id, "q", "x .", "which ?", "y", "z", List.of(), List.of(), List.of(tags));
    }
}
