package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.context.Score;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Properties of every chain of filters. */
class FilterChainTest {
    private static final List<Filter> FREE = List.of(
            new ContextOnly(),
            new Length(RowPart.ANSWER, 20, 120),
            new Regex("past a mill|walks to", RowPart.ALL, Regex.Keep.OTHERS),
            new Overlap("made-up", Set.of("orla vantle", "every day")),
            new Sample(new Sample.Size.Share(0.8), 3));
    private static final List<Filter> BOUND = List.of(
            new ExactDuplicates(),
            new NearDuplicates(0.6, RowPart.ALL),
            new Sample(new Sample.Size.Count(100), 3),
            new ContextCritical(
                    "run:base",
                    0.25,
                    Score.LOSS_WITHOUT_CONTEXT,
                    number -> Optional.of(new ExampleLosses(1, number * 37 % 101 / 20.0))));

    @Test
    void keptAndRemovedRowsSumToTheReceivedRows() {
        for (long seed = 0; seed < 20; seed++) {
            List<SourceRow> rows = Filtered.drawn(400, seed);
            Filtered filtered = Filtered.by(rows, shuffled(seed, true));
            long arriving = rows.size();
            for (FilterReport report : filtered.reports()) {
                assertEquals(arriving, report.arrived(), report.filter() + " with seed " + seed);
                assertEquals(report.arrived(), report.kept() + report.removed());
                assertTrue(report.keptExamples().size() == Math.min(5, report.kept()), report.filter());
                assertTrue(report.removedExamples().size() == Math.min(5, report.removed()), report.filter());
                arriving = report.kept();
            }
            assertEquals(arriving, filtered.rows().size());
        }
    }

    @Test
    void histogramsHoldEveryMeasuredRow() {
        Filtered filtered = Filtered.by(Filtered.drawn(400, 1), new Length(RowPart.ALL, 50, 100));
        Histogram histogram = filtered.report().histogram().orElseThrow();
        assertEquals(400, histogram.count());
        assertEquals(
                filtered.report().kept(),
                histogram.kept().stream().mapToLong(Long::longValue).sum());
        Filtered near = Filtered.by(Filtered.drawn(400, 1), new NearDuplicates(0.8, RowPart.ALL));
        assertEquals(400, near.report().histogram().orElseThrow().count());
    }

    @Test
    void theSameSeedGivesTheSameRowsAndReports() {
        List<SourceRow> rows = Filtered.drawn(400, 5);
        for (long seed = 0; seed < 5; seed++) {
            assertEquals(Filtered.by(rows, shuffled(seed, true)), Filtered.by(rows, shuffled(seed, true)));
        }
    }

    @Test
    void filtersOfSingleRowsCommute() {
        List<SourceRow> rows = Filtered.drawn(600, 9);
        List<Long> once = Filtered.by(rows, FREE.toArray(Filter[]::new)).numbers();
        assertTrue(once.size() > 10, "the test is of no worth with " + once.size() + " rows left");
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(once, Filtered.by(rows, shuffled(seed, false)).numbers());
        }
        for (Filter filter : FREE) {
            assertEquals(Filter.Order.FREE, filter.order());
            List<Long> single = Filtered.by(rows, filter).numbers();
            assertEquals(single, Filtered.by(rows, filter, filter).numbers(), filter.name() + " twice");
        }
        BOUND.forEach(filter -> assertEquals(Filter.Order.MATTERS, filter.order()));
    }

    @Test
    void exactDuplicatesCommuteWithFiltersOfTexts() {
        List<SourceRow> rows = Filtered.drawn(600, 11);
        for (Filter filter : FREE.subList(0, 4)) {
            assertEquals(
                    Filtered.by(rows, filter, new ExactDuplicates()).numbers(),
                    Filtered.by(rows, new ExactDuplicates(), filter).numbers(),
                    filter.name());
        }
    }

    @Test
    void aPreparedFilterSeesOnlyTheRowsThatReachIt() {
        List<SourceRow> rows = Filtered.drawn(600, 13);
        Filtered filtered = Filtered.by(
                rows,
                new ExactDuplicates(),
                new ContextOnly(),
                new Sample(new Sample.Size.Count(100), 3),
                BOUND.get(3));
        assertEquals(100, filtered.reports().get(2).kept());
        assertEquals(25, filtered.reports().get(3).removed());
    }

    @Test
    void anEmptyChainKeepsAllRows() {
        List<SourceRow> rows = Filtered.drawn(10, 1);
        assertEquals(rows, Filtered.by(rows).rows());
    }

    private static Filter[] shuffled(long seed, boolean all) {
        List<Filter> filters = new ArrayList<>(FREE);
        if (all) {
            filters.addAll(BOUND);
        }
        Collections.shuffle(filters, new Random(seed));
        return filters.toArray(Filter[]::new);
    }
}
