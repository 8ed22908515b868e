package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Filters in sequence. The rows are read once, and once more for each filter that must see all of its rows before it
 * judges one ({@code context_critical}, {@code sample} by count). The same rows, filters and seed give the same
 * rows and reports.
 */
public final class FilterChain {
    private final List<Filter> filters;
    private final long seed;

    /**
     * A chain.
     *
     * @param filters in their order; may be empty
     * @param seed draws the example rows of reports
     */
    public FilterChain(List<Filter> filters, long seed) {
        this.filters = List.copyOf(filters);
        this.seed = seed;
    }

    /** Receives the kept rows. */
    @FunctionalInterface
    public interface RowSink {
        void accept(SourceRow row) throws IOException;
    }

    /**
     * Filters all rows.
     *
     * @return a report of each filter, in their order
     * @throws IllegalArgumentException if a filter cannot judge the rows, with the remedy
     */
    public List<FilterReport> run(RowSource rows, RowSink sink) throws IOException {
        List<Prepared> prepared = new ArrayList<>();
        for (Filter filter : filters) {
            List<Prepared> before = List.copyOf(prepared);
            prepared.add(filter.prepare(() -> passing(rows.open(), before)));
        }
        List<FilterTally> tallies = new ArrayList<>();
        List<Judge> judges = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            tallies.add(new FilterTally(filters.get(i), prepared.get(i).measure(), seed));
            judges.add(prepared.get(i).judges().get());
        }
        try (Stream<SourceRow> opened = rows.open()) {
            for (Iterator<SourceRow> next = opened.iterator(); next.hasNext(); ) {
                SourceRow row = next.next();
                if (isKept(row, judges, tallies)) {
                    sink.accept(row);
                }
            }
        }
        return tallies.stream().map(FilterTally::report).toList();
    }

    private static boolean isKept(SourceRow row, List<Judge> judges, List<FilterTally> tallies) {
        for (int i = 0; i < judges.size(); i++) {
            Verdict verdict = judges.get(i).judge(row);
            tallies.get(i).count(row, verdict);
            if (!verdict.kept()) {
                return false;
            }
        }
        return true;
    }

    private static Stream<SourceRow> passing(Stream<SourceRow> rows, List<Prepared> filters) {
        List<Judge> judges =
                filters.stream().map(filter -> filter.judges().get()).toList();
        return rows.filter(
                row -> judges.stream().allMatch(judge -> judge.judge(row).kept()));
    }
}
