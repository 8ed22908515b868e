package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.suite.file.FileFormat;
import io.tiltmeter.dataset.suite.file.ReadLimits;
import io.tiltmeter.dataset.suite.file.RowFault;
import io.tiltmeter.dataset.suite.file.RowFile;
import io.tiltmeter.dataset.suite.file.RowReader;
import io.tiltmeter.dataset.suite.file.RowReading;
import io.tiltmeter.dataset.suite.file.SourceRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a suite in any known shape. The same rows give the same bytes, whatever file they came in. */
public final class SuiteImport {
    private static final int ROWS_FOR_DETECTION = 100;
    private static final int MAX_IGNORED_COLUMNS = 100;

    private final ReadLimits limits;
    private final List<RowFault> faults = new ArrayList<>();
    private long faultCount;

    private SuiteImport(ReadLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a file whose format is told by its content.
     *
     * @throws InvalidRequest if nothing of it can be used: empty, of an unknown shape, damaged, too large, or without a
     *     single good row; with every fault up to the limit
     * @throws IOException if the file cannot be read, which is not the sender's fault
     */
    public static ImportedSuite read(Path path, ReadLimits limits) throws IOException {
        RowFile file = RowFile.detect(path, limits);
        try (RowReader rows = file.rows(limits)) {
            return read(rows, file.format(), limits);
        }
    }

    /** Reads rows that another reader hands over; it stays open. */
    public static ImportedSuite read(RowReader rows, FileFormat format, ReadLimits limits) throws IOException {
        return new SuiteImport(limits).readAll(rows, format);
    }

    private ImportedSuite readAll(RowReader rows, FileFormat format) throws IOException {
        List<SourceRow> first = new ArrayList<>();
        for (Optional<SourceRow> row = next(rows); row.isPresent(); row = next(rows)) {
            first.add(row.get());
            if (first.size() == ROWS_FOR_DETECTION) {
                break;
            }
        }
        if (first.isEmpty()) {
            throw refused("the file has no row");
        }
        SuiteShape shape =
                ShapeDetection.detect(first).orElseThrow(() -> refused(ShapeDetection.unknown(first.get(0))));
        Accepted accepted = new Accepted(shape);
        first.forEach(accepted::add);
        for (Optional<SourceRow> row = next(rows); row.isPresent(); row = next(rows)) {
            accepted.add(row.get());
        }
        if (accepted.items.isEmpty()) {
            throw refused("no row can be read as " + shape.id());
        }
        return new ImportedSuite(
                format,
                shape.id(),
                shape.kind(),
                accepted.items,
                List.copyOf(accepted.ignored),
                faults.stream().sorted(Comparator.comparingLong(RowFault::line)).toList(),
                faultCount,
                CanonicalJson.version(accepted.items));
    }

    private Optional<SourceRow> next(RowReader rows) throws IOException {
        for (Optional<RowReading> reading = rows.next(); reading.isPresent(); reading = rows.next()) {
            if (reading.get() instanceof RowReading.Read read) {
                return Optional.of(read.row());
            }
            if (reading.get() instanceof RowReading.Rejected rejected) {
                reject(rejected.fault());
            }
            if (reading.get() instanceof RowReading.Broken broken) {
                reject(broken.fault());
                throw refused("the file is damaged");
            }
        }
        return Optional.empty();
    }

    private void reject(RowFault fault) {
        faultCount++;
        if (faults.size() < limits.listedFaults()) {
            faults.add(fault);
        }
    }

    private InvalidRequest refused(String why) {
        String rows = faultCount == 0 ? "" : faultCount + " faulty rows";
        return refused(new Fault("file", rows, why, "mend the rows and send it again"));
    }

    /** Every fault of a row stands behind that of the file. */
    private InvalidRequest refused(Fault ofTheFile) {
        List<Fault> all = new ArrayList<>(List.of(ofTheFile));
        for (RowFault fault : faults) {
            String place = fault.place().isEmpty() ? "" : " " + fault.place();
            all.add(new Fault("file line " + fault.line() + place, "", fault.reason(), "mend or remove the row"));
        }
        return new InvalidRequest(all);
    }

    /** Rows that became items. */
    private final class Accepted {
        private final SuiteShape shape;
        private final Set<String> readColumns;
        private final ItemIds ids = new ItemIds();
        private final List<SuiteItem> items = new ArrayList<>();
        private final Set<String> ignored = new LinkedHashSet<>();

        Accepted(SuiteShape shape) {
            this.shape = shape;
            this.readColumns = shape.readColumns();
        }

        void add(SourceRow row) {
            if (!shape.fits(row)) {
                reject(
                        row,
                        "the row has the columns " + row.fields().keySet() + ", and " + shape.id() + " needs "
                                + shape.columns());
                return;
            }
            RowFields fields = new RowFields(row);
            ItemDraft draft = shape.draft(fields);
            if (!fields.faults().isEmpty()) {
                reject(row, String.join("; ", fields.faults()));
                return;
            }
            Optional<SuiteItem> item = ids.identify(draft);
            if (item.isEmpty()) {
                reject(row, "id \"" + draft.givenId() + "\" belongs to an earlier row: ids are unique within a suite");
                return;
            }
            if (items.size() == limits.rows()) {
                throw refused("the file has more than " + limits.rows() + " rows");
            }
            items.add(item.get());
            row.fields().keySet().stream()
                    .filter(column -> !readColumns.contains(column))
                    .limit(MAX_IGNORED_COLUMNS - ignored.size())
                    .forEach(ignored::add);
        }

        private void reject(SourceRow row, String reason) {
            SuiteImport.this.reject(new RowFault(row.line(), row.place(), reason));
        }
    }
}
