package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuiteSelectionTest {
    private static final List<SuiteItem> SUITE = IntStream.range(0, 50)
            .mapToObj(i ->
                    new SuiteItem("item-" + i, "c-" + i, "A text.", "What?", "A", "B", List.of(), List.of(), List.of()))
            .toList();

    @Test
    void withoutASubsetAllAreSelected() {
        assertEquals(
                SUITE, SuiteSelection.of(SUITE, Optional.empty(), item -> "").selected());
    }

    @Test
    void withoutASeedTheFirstAreSelected() {
        assertEquals(SUITE.subList(0, 7), asked(SUITE, new Subset(7, Optional.empty())));
        assertEquals(SUITE, asked(SUITE, new Subset(70, Optional.empty())));
    }

    @Test
    void aDrawDependsOnSeedAndIdsAlone() {
        Subset subset = new Subset(12, Optional.of(3L));
        List<SuiteItem> drawn = asked(SUITE, subset);
        List<SuiteItem> reversed = new ArrayList<>(SUITE);
        Collections.reverse(reversed);
        assertEquals(12, drawn.size());
        assertEquals(new HashSet<>(drawn), new HashSet<>(asked(reversed, subset)));
        assertEquals(drawn, SUITE.stream().filter(drawn::contains).toList(), "not in the suite's order");
        assertNotEquals(drawn, asked(SUITE, new Subset(12, Optional.of(4L))));
    }

    @Test
    void aLargerDrawHoldsTheSmallerOne() {
        List<SuiteItem> larger = asked(SUITE, new Subset(20, Optional.of(3L)));
        assertEquals(
                List.of(),
                asked(SUITE, new Subset(12, Optional.of(3L))).stream()
                        .filter(item -> !larger.contains(item))
                        .toList());
    }

    @Test
    void aLimitHoldsForEachTask() {
        for (Optional<Long> seed : List.of(Optional.<Long>empty(), Optional.of(3L))) {
            List<SuiteItem> some = SuiteSelection.of(
                            SUITE,
                            Optional.of(new Subset(2, seed)),
                            item -> item.id().substring(0, 6))
                    .selected();
            // ten tasks by the first digit: 1 to 4 have eleven items each, the others one
            assertEquals(4 * 2 + 6, some.size());
            assertEquals(
                    10,
                    some.stream().map(item -> item.id().charAt(5)).distinct().count());
        }
    }

    private static List<SuiteItem> asked(List<SuiteItem> suite, Subset subset) {
        return SuiteSelection.of(suite, Optional.of(subset), item -> "").selected();
    }
}
