package io.tiltmeter.results.imports;

import io.tiltmeter.results.imports.ImportedPoint.Bounds;
import io.tiltmeter.results.imports.Sheet.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of a curve, one a checkpoint. */
final class CurveRows implements RowsReader {
    private static final int MAX_CHECKPOINTS = 5_000;
    private static final int MAX_BENCHMARKS = 50;
    private static final int MAX_BENCHMARK_LENGTH = 100;
    private static final String MEAN = ColumnName.STANDARD_MEAN.substring(ColumnName.STANDARD.length());
    private static final Set<String> READ = Set.of(
            ColumnName.STEP,
            ColumnName.COUNTERFACTUAL,
            ColumnName.COUNTERFACTUAL_LOW,
            ColumnName.COUNTERFACTUAL_HIGH,
            ColumnName.PARAMETRIC,
            ColumnName.PARAMETRIC_LOW,
            ColumnName.PARAMETRIC_HIGH,
            ColumnName.ITEMS,
            ColumnName.EPOCHS,
            ColumnName.TRAINING_LOSS);

    private final CellReader cells;
    private final FaultList faults;
    private final SortedMap<Integer, ImportedPoint> byStep = new TreeMap<>();
    private final Set<String> misnamed = new HashSet<>();

    CurveRows(CellReader cells, FaultList faults) {
        this.cells = cells;
        this.faults = faults;
    }

    @Override
    public void take(Row row) {
        OptionalInt step = cells.step(row);
        Optional<Double> counterfactual = cells.share(row, ColumnName.COUNTERFACTUAL);
        if (row.cell(ColumnName.COUNTERFACTUAL).isEmpty()) {
            cells.missing(row, ColumnName.COUNTERFACTUAL);
        }
        Optional<Double> parametric = cells.share(row, ColumnName.PARAMETRIC);
        Optional<Bounds> bounds =
                bounds(row, ColumnName.COUNTERFACTUAL_LOW, counterfactual, ColumnName.COUNTERFACTUAL_HIGH);
        Optional<Bounds> parametricBounds =
                bounds(row, ColumnName.PARAMETRIC_LOW, parametric, ColumnName.PARAMETRIC_HIGH);
        OptionalInt items = cells.count(row, ColumnName.ITEMS, 1);
        Optional<Double> epochs = cells.amount(row, ColumnName.EPOCHS);
        Optional<Double> loss = cells.amount(row, ColumnName.TRAINING_LOSS);
        SortedMap<String, Double> standard = standard(row);
        if (step.isEmpty() || counterfactual.isEmpty()) {
            return;
        }
        ImportedPoint point = new ImportedPoint(
                step.getAsInt(),
                counterfactual.get(),
                bounds,
                parametric,
                parametricBounds,
                items,
                epochs,
                loss,
                standard);
        if (byStep.putIfAbsent(point.step(), point) != null) {
            faults.add(
                    row.position().named(ColumnName.STEP),
                    Integer.toString(point.step()),
                    "appears twice",
                    "send one row a checkpoint");
        } else if (byStep.size() == MAX_CHECKPOINTS + 1) {
            faults.add(row.position().toString(), "", "is after checkpoint " + MAX_CHECKPOINTS, "send fewer");
        }
    }

    @Override
    public ImportedFile finish(List<String> columns) {
        if (byStep.isEmpty()) {
            faults.add("body", "", "has no checkpoint", "send at least one row");
            faults.check();
        }
        boolean meanAlone = byStep.values().stream()
                .flatMap(point -> point.standard().keySet().stream())
                .allMatch(MEAN::equals);
        return new ImportedFile.Curve(
                byStep.values().stream()
                        .map(point -> meanAlone ? point : withoutMean(point))
                        .toList(),
                columns.stream()
                        .filter(column -> !READ.contains(column))
                        .filter(column ->
                                !ColumnName.isStandard(column) || column.equals(ColumnName.STANDARD_MEAN) && !meanAlone)
                        .toList(),
                Optional.empty());
    }

    /** The mean is read only if there are no benchmarks to take it of. */
    private static ImportedPoint withoutMean(ImportedPoint point) {
        SortedMap<String, Double> components = new TreeMap<>(point.standard());
        components.remove(MEAN);
        return new ImportedPoint(
                point.step(),
                point.counterfactual(),
                point.counterfactualBounds(),
                point.parametric(),
                point.parametricBounds(),
                point.items(),
                point.epochs(),
                point.trainingLossNats(),
                components);
    }

    private SortedMap<String, Double> standard(Row row) {
        SortedMap<String, Double> standard = new TreeMap<>();
        List<String> benchmarks =
                row.cells().keySet().stream().filter(ColumnName::isStandard).toList();
        for (String column : benchmarks) {
            String name = column.substring(ColumnName.STANDARD.length());
            boolean named = !name.isBlank()
                    && name.length() <= MAX_BENCHMARK_LENGTH
                    && name.chars().noneMatch(Character::isISOControl);
            if (!named && misnamed.add(name)) {
                faults.add(
                        row.cells().get(column).position().toString(),
                        name,
                        "is not a name of 1 to " + MAX_BENCHMARK_LENGTH + " characters",
                        "call the column standard:NAME, such as standard:mmlu");
            }
            cells.share(row, column).filter(any -> named).ifPresent(value -> standard.put(name, value));
        }
        if (standard.size() > MAX_BENCHMARKS && misnamed.add("")) {
            faults.add(row.position().toString(), "", "has more than " + MAX_BENCHMARKS + " benchmarks", "send fewer");
        }
        return standard;
    }

    private Optional<Bounds> bounds(Row row, String lowColumn, Optional<Double> value, String highColumn) {
        Optional<Double> low = cells.share(row, lowColumn);
        Optional<Double> high = cells.share(row, highColumn);
        if (low.isEmpty() && high.isEmpty()) {
            return Optional.empty();
        }
        if (low.isPresent() && high.isPresent() && value.isPresent()) {
            if (low.get() <= value.get() && value.get() <= high.get()) {
                return Optional.of(new Bounds(low.get(), high.get()));
            }
            faults.add(
                    row.cells().get(lowColumn).position().named(lowColumn),
                    low.get() + " to " + high.get(),
                    "is an interval that does not contain its value, " + value.get(),
                    "send both bounds, or neither");
        } else if (faults.isEmpty()) {
            faults.add(
                    row.position().named(lowColumn),
                    "",
                    "is incomplete",
                    "send both bounds and their value, or neither");
        }
        return Optional.empty();
    }
}
