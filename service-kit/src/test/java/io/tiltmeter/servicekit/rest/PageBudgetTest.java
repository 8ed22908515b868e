package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageBudgetTest {
    private static final long HALF = PageBudget.MAX_CHARACTERS / 2;

    @Test
    void aPageEndsBeforeTheRowThatIsTooMuch() {
        assertEquals(List.of(HALF, HALF), page(HALF, HALF, 1L, 0L));
    }

    @Test
    void aRowThatIsLongerThanAPageIsAPageOfItsOwn() {
        assertEquals(List.of(5 * HALF), page(5 * HALF, 1L, 1L));
    }

    @Test
    void shortRowsAreAllThere() {
        assertEquals(
                1_000,
                page(Stream.generate(() -> 100L).limit(1_000).toArray(Long[]::new))
                        .size());
    }

    private static List<Long> page(Long... rows) {
        Predicate<Long> budget = PageBudget.of(Long::longValue);
        return Stream.of(rows).takeWhile(budget).toList();
    }
}
