package io.tiltmeter.results.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ItemHistoryTest {
    private static final ItemList ABC = new ItemList(List.of("a", "b", "c"), List.of("x", "x", "y"));
    private static final ItemList BD = new ItemList(List.of("b", "d"), List.of("x", "y"));

    @Test
    void whatACheckpointDidNotAnswerIsNotANumberThere() {
        ItemHistory history = history();

        assertEquals(List.of("a", "b", "c", "d"), history.items().ids());
        assertEquals(List.of("x", "x", "y", "y"), history.items().clusters());
        assertEquals(1, history.context(1, 0));
        assertEquals(0.25, history.context(1, 1));
        assertEquals(0.75, history.memory(3, 1));
        assertTrue(Double.isNaN(history.context(3, 0)));
        assertTrue(Double.isNaN(history.memory(0, 1)));
    }

    @Test
    void itemsAndCheckpointsCanBeChosen() {
        ItemHistory history = history();

        assertEquals(List.of("b"), history.common(0, 1).items().ids());
        assertEquals(
                List.of("a", "d"), history.only(Set.of("a", "d", "z")).items().ids());
        ItemHistory late = history.at(Set.of(40, 99));
        assertEquals(1, late.checkpoints());
        assertEquals(40, late.step(0));
        assertEquals(0.25, late.context(1, 0));
        assertEquals(1, history.checkpointOf(40));
        assertEquals(-1, history.checkpointOf(41));
    }

    @Test
    void anItemHasOneCluster() {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        byStep.put(0, shares(ABC, 0, 0, 0));
        byStep.put(1, shares(new ItemList(List.of("a"), List.of("other")), 1));

        assertThrows(IllegalArgumentException.class, () -> ItemHistory.of(byStep));
    }

    @Test
    void idsAscendEachOnce() {
        assertThrows(IllegalArgumentException.class, () -> new ItemList(List.of("b", "a"), List.of("x", "x")));
        assertThrows(IllegalArgumentException.class, () -> new ItemList(List.of("a", "a"), List.of("x", "x")));
        assertThrows(IllegalArgumentException.class, () -> shares(ABC, 1));
    }

    private static ItemHistory history() {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        byStep.put(40, shares(BD, 0.25, 0.25));
        byStep.put(0, shares(ABC, 0, 1, 1));
        return ItemHistory.of(byStep);
    }

    /** Items that follow memory where they do not follow the context. */
    private static ItemShares shares(ItemList items, double... context) {
        double[] memory = new double[context.length];
        double[] correct = new double[context.length];
        for (int item = 0; item < context.length; item++) {
            memory[item] = 1 - context[item];
            correct[item] = 1;
        }
        return new ItemShares(items, context, memory, correct);
    }
}
