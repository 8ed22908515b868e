package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.filter.Prepared.Measure;
import io.tiltmeter.dataset.hash.SeededOrder;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.stream.LongStream;

/** Counts the verdicts of one filter and draws example rows. */
final class FilterTally {
    private static final int EXAMPLES_A_SIDE = 5;

    private final Filter filter;
    private final Optional<Measure> measure;
    private final SeededOrder order;
    private final PriorityQueue<Drawn> keptExamples = farthestFirst();
    private final PriorityQueue<Drawn> removedExamples = farthestFirst();
    private final List<Double> edges;
    private final long[] keptBins;
    private final long[] removedBins;
    private long kept;
    private long removed;
    private long removedUnmeasured;

    FilterTally(Filter filter, Optional<Measure> measure, long seed) {
        this.filter = filter;
        this.measure = measure;
        this.order = new SeededOrder(seed, "examples of a report");
        this.edges = measure.map(Measure::edges).orElse(List.of());
        this.keptBins = new long[edges.size() + 1];
        this.removedBins = new long[edges.size() + 1];
    }

    private record Drawn(long position, SourceRow row, OptionalDouble measured, String reason) {}

    void count(SourceRow row, Verdict verdict) {
        if (verdict.kept()) {
            kept++;
        } else {
            removed++;
        }
        if (verdict.measured().isPresent()) {
            (verdict.kept() ? keptBins : removedBins)
                    [Histogram.bin(edges, verdict.measured().getAsDouble())]++;
        } else if (!verdict.kept() && measure.isPresent()) {
            removedUnmeasured++;
        }
        PriorityQueue<Drawn> drawn = verdict.kept() ? keptExamples : removedExamples;
        long position = order.position(row.number());
        if (drawn.size() < EXAMPLES_A_SIDE || position < drawn.element().position()) {
            drawn.add(new Drawn(position, row, verdict.measured(), verdict.reason()));
            if (drawn.size() > EXAMPLES_A_SIDE) {
                drawn.remove();
            }
        }
    }

    FilterReport report() {
        return new FilterReport(
                filter.name(),
                filter.settings(),
                kept + removed,
                kept,
                removed,
                removedUnmeasured,
                measure.map(what ->
                        new Histogram(what.name(), what.edges(), list(keptBins), list(removedBins), what.cutOff())),
                examples(keptExamples),
                examples(removedExamples));
    }

    private static PriorityQueue<Drawn> farthestFirst() {
        return new PriorityQueue<>(Comparator.comparingLong(Drawn::position).reversed());
    }

    private static List<Long> list(long[] counts) {
        return LongStream.of(counts).boxed().toList();
    }

    private static List<ExampleRow> examples(PriorityQueue<Drawn> drawn) {
        return drawn.stream()
                .sorted(Comparator.comparingLong(one -> one.row().number()))
                .map(one -> ExampleRow.of(one.row(), one.measured(), one.reason()))
                .toList();
    }
}
