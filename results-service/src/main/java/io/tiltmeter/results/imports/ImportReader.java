package io.tiltmeter.results.imports;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.imports.Sheet.Row;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads a curve or labels from a table; its columns say which. */
public final class ImportReader {
    public static final int MAX_ROWS = 200_000;

    /** What is wrong with {@code same_items} of labels, in words. */
    public static final String NOT_OF_LABELS = "is said of labels, which name the items of each checkpoint themselves";

    private ImportReader() {}

    public enum Form {
        CSV {
            @Override
            Sheet open(byte[] bytes, FaultList faults) throws IOException {
                return new CsvSheet(bytes, faults);
            }
        },
        JSON {
            @Override
            Sheet open(byte[] bytes, FaultList faults) throws IOException {
                return new JsonSheet(bytes, faults);
            }
        };

        abstract Sheet open(byte[] bytes, FaultList faults) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidRequest with every fault, each with its line and column
     */
    public static ImportedFile read(byte[] bytes, Form form) {
        FaultList faults = new FaultList();
        try {
            return read(form.open(bytes, faults), faults);
        } catch (UnreadableTable e) {
            e.addTo(faults);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        faults.check();
        throw new IllegalStateException("a file that cannot be read has a fault");
    }

    private static ImportedFile read(Sheet sheet, FaultList faults) throws IOException {
        Optional<Row> first = sheet.next();
        if (first.isEmpty()) {
            faults.add("body", "", "has no row", "send a header and at least one row");
            faults.check();
        }
        CellReader cells = new CellReader(faults, sheet.hasDecimalCommas());
        Optional<RowsReader> reader = reader(sheet.columns(), cells, faults);
        int rows = 0;
        for (Optional<Row> row = first; row.isPresent() && reader.isPresent(); row = sheet.next()) {
            if (++rows > MAX_ROWS) {
                faults.add(
                        row.get().position().toString(),
                        "",
                        "is after row " + MAX_ROWS + ", the last that is read",
                        "import fewer items or checkpoints, or several suites, each by itself");
                break;
            }
            if (!row.get().cells().isEmpty()) {
                reader.get().take(row.get());
            }
        }
        faults.check();
        ImportedFile file = reader.orElseThrow().finish(sheet.columns());
        Optional<Boolean> sameItems = sheet.sameItems();
        if (sameItems.isPresent() && file instanceof Labels) {
            faults.add("same_items", sameItems.get().toString(), NOT_OF_LABELS, "leave it out");
        }
        faults.check();
        return file instanceof Curve curve ? new Curve(curve.points(), curve.ignored(), sameItems) : file;
    }

    private static Optional<RowsReader> reader(List<String> columns, CellReader cells, FaultList faults) {
        boolean labelled = columns.contains(ColumnName.LABEL)
                || columns.contains(ColumnName.CONTEXT_FOUND) && columns.contains(ColumnName.MEMORY_FOUND);
        if (columns.contains(ColumnName.STEP) && columns.contains(ColumnName.ITEM) && labelled) {
            return Optional.of(new LabelRows(cells, faults));
        }
        if (columns.contains(ColumnName.STEP) && columns.contains(ColumnName.COUNTERFACTUAL)) {
            return Optional.of(new CurveRows(cells, faults));
        }
        if (faults.isEmpty()) {
            faults.add(
                    "line 1",
                    String.join(",", columns),
                    "is the header of neither a curve nor labels",
                    "a curve has step,counterfactual_accuracy and may have parametric_accuracy,items,epochs,"
                            + "training_loss,standard_mean,standard:NAME; labels have step,item,label and may have"
                            + " cluster");
        }
        return Optional.empty();
    }
}
