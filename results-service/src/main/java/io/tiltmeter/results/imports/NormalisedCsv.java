package io.tiltmeter.results.imports;

import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.imports.ImportedPoint.Bounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The normalised form of a file: every column, rows by step and item, numbers to the last digit. Its hash identifies an
 * import, so its bytes never change; that is why no library writes it.
 */
final class NormalisedCsv {
    private NormalisedCsv() {}

    static void write(Curve curve, Appendable out) throws IOException {
        TreeSet<String> benchmarks = new TreeSet<>();
        curve.points().forEach(point -> benchmarks.addAll(point.standard().keySet()));
        List<String> header = new ArrayList<>(List.of(
                ColumnName.STEP,
                ColumnName.COUNTERFACTUAL,
                ColumnName.COUNTERFACTUAL_LOW,
                ColumnName.COUNTERFACTUAL_HIGH,
                ColumnName.PARAMETRIC,
                ColumnName.PARAMETRIC_LOW,
                ColumnName.PARAMETRIC_HIGH,
                ColumnName.ITEMS,
                ColumnName.EPOCHS,
                ColumnName.TRAINING_LOSS));
        benchmarks.forEach(benchmark -> header.add(ColumnName.STANDARD + benchmark));
        out.append(line(header));
        for (ImportedPoint point : curve.points()) {
            List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(point.step()),
                    Double.toString(point.counterfactual()),
                    cell(point.counterfactualBounds().map(Bounds::low)),
                    cell(point.counterfactualBounds().map(Bounds::high)),
                    cell(point.parametric()),
                    cell(point.parametricBounds().map(Bounds::low)),
                    cell(point.parametricBounds().map(Bounds::high)),
                    point.items().isPresent() ? Integer.toString(point.items().getAsInt()) : "",
                    cell(point.epochs()),
                    cell(point.trainingLossNats())));
            benchmarks.forEach(benchmark ->
                    cells.add(cell(Optional.ofNullable(point.standard().get(benchmark)))));
            out.append(line(cells));
        }
    }

    static void write(Labels labels, Appendable out) throws IOException {
        out.append(line(List.of(ColumnName.STEP, ColumnName.ITEM, ColumnName.LABEL, ColumnName.CLUSTER)));
        for (Map.Entry<Integer, SortedMap<String, ImportedLabel>> step :
                labels.byStep().entrySet()) {
            for (Map.Entry<String, ImportedLabel> item : step.getValue().entrySet()) {
                out.append(line(List.of(
                        Integer.toString(step.getKey()),
                        item.getKey(),
                        item.getValue().id(),
                        labels.cluster(item.getKey()))));
            }
        }
    }

    private static String cell(Optional<Double> value) {
        return value.map(Object::toString).orElse("");
    }

    private static String line(List<String> cells) {
        StringBuilder text = new StringBuilder();
        for (String cell : cells) {
            append(text, cell).append(',');
        }
        text.setCharAt(text.length() - 1, '\n');
        return text.toString();
    }

    /** Quotes everything that could be read differently with another separator, as a space at the edge, or as a quote. */
    private static StringBuilder append(StringBuilder text, String cell) {
        return cell.chars().allMatch(NormalisedCsv::isPlain)
                ? text.append(cell)
                : text.append('"').append(cell.replace("\"", "\"\"")).append('"');
    }

    private static boolean isPlain(int each) {
        return each >= 'a' && each <= 'z'
                || each >= 'A' && each <= 'Z'
                || each >= '0' && each <= '9'
                || "._:+-".indexOf(each) >= 0;
    }
}
