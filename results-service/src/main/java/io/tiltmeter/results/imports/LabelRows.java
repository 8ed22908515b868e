package io.tiltmeter.results.imports;

import io.tiltmeter.results.imports.Sheet.Cell;
import io.tiltmeter.results.imports.Sheet.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of labels, one an item and checkpoint. */
final class LabelRows implements RowsReader {
    private static final Set<String> READ = Set.of(
            ColumnName.STEP,
            ColumnName.ITEM,
            ColumnName.CLUSTER,
            ColumnName.LABEL,
            ColumnName.CONTEXT_FOUND,
            ColumnName.MEMORY_FOUND);

    private final CellReader cells;
    private final FaultList faults;
    private final SortedMap<Integer, SortedMap<String, ImportedLabel>> byStep = new TreeMap<>();
    private final Map<String, String> clusters = new HashMap<>();
    /** Each name once, however many rows have it. */
    private final Map<String, String> names = new HashMap<>();

    LabelRows(CellReader cells, FaultList faults) {
        this.cells = cells;
        this.faults = faults;
    }

    @Override
    public void take(Row row) {
        OptionalInt step = cells.step(row);
        Optional<String> item = cells.name(row, ColumnName.ITEM).map(this::shared);
        if (row.cell(ColumnName.ITEM).isEmpty()) {
            cells.missing(row, ColumnName.ITEM);
        }
        Optional<ImportedLabel> label = label(row);
        Optional<String> cluster = cells.name(row, ColumnName.CLUSTER).map(this::shared);
        if (step.isEmpty() || item.isEmpty() || label.isEmpty()) {
            return;
        }
        String group = cluster.orElse(item.get());
        String earlier = clusters.putIfAbsent(item.get(), group);
        if (earlier != null && !earlier.equals(group)) {
            faults.add(
                    row.position().named(ColumnName.CLUSTER),
                    group,
                    "is another cluster of item \"" + item.get() + "\" than before, " + earlier,
                    "keep an item in one cluster");
        }
        if (byStep.computeIfAbsent(step.getAsInt(), any -> new TreeMap<>()).putIfAbsent(item.get(), label.get())
                != null) {
            faults.add(
                    row.position().named(ColumnName.ITEM),
                    item.get(),
                    "appears twice at step " + step.getAsInt(),
                    "send one row an item and checkpoint");
        }
    }

    @Override
    public ImportedFile finish(List<String> columns) {
        if (byStep.isEmpty()) {
            faults.add("body", "", "has no label", "send at least one row");
            faults.check();
        }
        return new ImportedFile.Labels(
                byStep,
                Map.copyOf(clusters),
                columns.stream().filter(column -> !READ.contains(column)).toList());
    }

    private String shared(String name) {
        String earlier = names.putIfAbsent(name, name);
        return earlier == null ? name : earlier;
    }

    private Optional<ImportedLabel> label(Row row) {
        Optional<Cell> cell = row.cell(ColumnName.LABEL);
        if (cell.isPresent()) {
            Optional<ImportedLabel> label = ImportedLabel.of(cell.get().text());
            if (label.isEmpty()) {
                cells.fault(
                        row,
                        ColumnName.LABEL,
                        "is not a label",
                        "send context, memory, both or neither, or c, m, b, n");
            }
            return label;
        }
        Optional<Boolean> context = cells.flag(row, ColumnName.CONTEXT_FOUND);
        Optional<Boolean> memory = cells.flag(row, ColumnName.MEMORY_FOUND);
        boolean lacking = row.cell(ColumnName.CONTEXT_FOUND).isEmpty()
                || row.cell(ColumnName.MEMORY_FOUND).isEmpty();
        if (lacking) {
            cells.missing(row, ColumnName.LABEL);
        }
        return context.isPresent() && memory.isPresent()
                ? Optional.of(ImportedLabel.of(context.get(), memory.get()))
                : Optional.empty();
    }
}
