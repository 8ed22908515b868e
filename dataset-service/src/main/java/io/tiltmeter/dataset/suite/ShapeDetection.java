package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.dataset.suite.file.SourceRow;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells the shape of a file by its first rows: the shape that most of them have. */
final class ShapeDetection {
    private ShapeDetection() {}

    /** The shape; empty if no row has a known one. */
    static Optional<SuiteShape> detect(List<SourceRow> firstRows) {
        Map<SuiteShape, Long> votes = new LinkedHashMap<>();
        for (SourceRow row : firstRows) {
            shapeOf(row).ifPresent(shape -> votes.merge(shape, 1L, Long::sum));
        }
        return votes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    private static Optional<SuiteShape> shapeOf(SourceRow row) {
        return SuiteShape.all().stream().filter(shape -> shape.fits(row)).findFirst();
    }

    /** What to say of a row of no known shape: the columns found, and those of every shape. */
    static Fault unknown(SourceRow row) {
        String known = SuiteShape.all().stream()
                .map(shape -> shape.id() + " (" + shape.columns() + ")")
                .collect(Collectors.joining("; "));
        return new Fault(
                "file line " + row.line(),
                String.join(", ", row.fields().keySet()),
                "these columns are of no known shape",
                "name the columns as one of these does: " + known);
    }
}
