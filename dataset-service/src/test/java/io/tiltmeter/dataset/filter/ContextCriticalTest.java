package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.context.Score;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextCriticalTest {
    private static final Map<Long, ExampleLosses> LOSSES = Map.of(
            1L, new ExampleLosses(0.1, 3.0),
            2L, new ExampleLosses(0.9, 1.0),
            3L, new ExampleLosses(2.0, 2.0),
            4L, new ExampleLosses(0.5, 1.0));

    @Test
    void theLowestShareOfRowsWithContextIsRemoved() {
        List<SourceRow> rows = rows();
        Filtered quarter = Filtered.by(rows, filter(0.25, Score.LOSS_WITHOUT_CONTEXT));
        assertEquals(List.of(1L, 3L, 4L, 5L), quarter.numbers(), "of rows 2 and 4, which tie, the first is removed");
        assertEquals(
                List.of(1L, 5L),
                Filtered.by(rows, filter(0.75, Score.LOSS_WITHOUT_CONTEXT)).numbers());
        assertEquals(
                List.of(5L),
                Filtered.by(rows, filter(1, Score.LOSS_WITHOUT_CONTEXT)).numbers());
        assertEquals(
                5,
                Filtered.by(rows, filter(0, Score.LOSS_WITHOUT_CONTEXT)).rows().size());
        Histogram histogram = quarter.report().histogram().orElseThrow();
        assertEquals("loss_without_context_nats", histogram.measure());
        assertEquals(Optional.of(1.0), histogram.cutOff());
        assertEquals(4, histogram.count(), "the row without a context is not measured");
    }

    @Test
    void theDifferenceOfLossesOrdersRowsDifferently() {
        assertEquals(
                List.of(1L, 4L, 5L),
                Filtered.by(rows(), filter(0.5, Score.LOSS_DIFFERENCE)).numbers());
    }

    @Test
    void exactlyTheShareIsRemovedInSpiteOfTies() {
        List<SourceRow> rows = new ArrayList<>();
        for (long number = 1; number <= 1000; number++) {
            rows.add(Filtered.row(number, "q", "c", "a"));
        }
        for (int kinds : new int[] {1, 2, 7, 1000}) {
            Filtered filtered = Filtered.by(
                    rows,
                    new ContextCritical(
                            "run:base",
                            0.25,
                            Score.LOSS_WITHOUT_CONTEXT,
                            number -> Optional.of(new ExampleLosses(0, number * 617 % kinds))));
            assertEquals(250, filtered.report().removed(), kinds + " different losses");
        }
    }

    @Test
    void aRowWithContextAndWithoutLossIsRemovedAndCounted() {
        ContextCritical filter = new ContextCritical(
                "run:base",
                0.5,
                Score.LOSS_WITHOUT_CONTEXT,
                number -> number == 3 ? Optional.empty() : Optional.ofNullable(LOSSES.get(number)));
        Filtered filtered = Filtered.by(rows(), filter);
        assertEquals(List.of(1L, 4L, 5L), filtered.numbers(), "of the three that are known, floor(1.5) go");
        assertEquals(2, filtered.report().removed());
        assertEquals(1, filtered.report().removedUnmeasured());
    }

    @Test
    void aShareOverOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> filter(25, Score.LOSS_WITHOUT_CONTEXT));
    }

    private static ContextCritical filter(double share, Score score) {
        return new ContextCritical("run:base", share, score, number -> Optional.ofNullable(LOSSES.get(number)));
    }

    private static List<SourceRow> rows() {
        List<SourceRow> rows = new ArrayList<>();
        for (long number = 1; number <= 4; number++) {
            rows.add(Filtered.row(number, "q", "c", "a"));
        }
        rows.add(Filtered.row(5, "q", "", "a"));
        return rows;
    }
}
