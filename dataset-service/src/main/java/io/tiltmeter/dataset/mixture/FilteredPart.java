package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.request.LabelRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.context.ClassLabels;
import io.tiltmeter.dataset.filter.FilterChain;
import io.tiltmeter.dataset.filter.FilterReport;
import io.tiltmeter.dataset.mixture.PartReport.LabelReport;
import io.tiltmeter.dataset.source.RowSource;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** The rows that a part's filters keep, with their classes and losses. */
final class FilteredPart {
    private final PartRequest part;
    private final DrawnRows left;
    private final List<FilterReport> reports;
    private final Optional<Labelled> labelled;

    private FilteredPart(PartRequest part, DrawnRows left, List<FilterReport> reports, Optional<Labelled> labelled) {
        this.part = part;
        this.left = left;
        this.reports = reports;
        this.labelled = labelled;
    }

    private record Labelled(LabelRequest rule, ClassLabels labels, LongFunction<Optional<ExampleLosses>> losses) {}

    /**
     * Filters a part.
     *
     * @throws IllegalArgumentException if no row is left, naming the filter that removed the last ones
     */
    static FilteredPart of(PartRequest part, MixtureRequest.Sources request, MixtureInputs inputs) throws IOException {
        RowSource rows = inputs.rows(part.source());
        BitSet left = new BitSet();
        List<FilterReport> reports = new FilterChain(new RequestedFilters(request, inputs).of(part), request.seed())
                .run(rows, row -> left.set(Math.toIntExact(row.number())));
        if (left.isEmpty()) {
            throw new IllegalArgumentException(nothingLeft(part.source(), reports));
        }
        Optional<Labelled> labelled = Optional.empty();
        if (part.labelRule().isPresent()) {
            LabelRequest rule = part.labelRule().get();
            LongFunction<Optional<ExampleLosses>> losses = inputs.losses(part.source(), rule.model());
            ClassLabels labels = ClassLabels.of(rows, rule.share(), RequestedFilters.score(rule), losses);
            labelled = Optional.of(new Labelled(rule, labels, losses));
        }
        return new FilteredPart(part, new DrawnRows(part.source(), left), reports, labelled);
    }

    DrawnRows left() {
        return left;
    }

    boolean isLabelled() {
        return labelled.isPresent();
    }

    /** Unlabelled without a rule. */
    ExampleClass classOf(long row) {
        return labelled.map(known -> known.labels().of(row)).orElse(ExampleClass.UNLABELLED);
    }

    /** Under the model of its rule. */
    Optional<ExampleLosses> losses(long row) {
        return labelled.flatMap(known -> known.losses().apply(row));
    }

    PartReport report(DrawnRows drawn) {
        Map<String, Long> drawnCounts = new TreeMap<>();
        drawn.numbers().stream().forEach(row -> drawnCounts.merge(label(classOf(row)), 1L, Long::sum));
        return new PartReport(
                part.source(),
                reports.isEmpty() ? left.count() : reports.get(0).arrived(),
                reports,
                left.count(),
                drawn.count(),
                drawnCounts,
                labelled.map(known -> {
                    Map<String, Long> all = new TreeMap<>();
                    known.labels().counts().forEach((exampleClass, count) -> all.put(label(exampleClass), count));
                    return new LabelReport(known.rule(), all, known.labels().histogram());
                }));
    }

    static String label(ExampleClass exampleClass) {
        return exampleClass.name().toLowerCase(Locale.ROOT);
    }

    private static String nothingLeft(String source, List<FilterReport> reports) {
        return reports.stream()
                .filter(report -> report.arrived() > 0 && report.kept() == 0)
                .findFirst()
                .map(report -> "filter " + report.filter() + " " + report.settings() + " removes the last "
                        + report.arrived() + " rows of " + source + ", such as row "
                        + report.removedExamples().get(0).number() + ", which "
                        + report.removedExamples().get(0).reason() + ": loosen it, or leave it out")
                .orElse("source " + source + " has no rows: choose another");
    }
}
