package io.tiltmeter.results.imports;

import io.tiltmeter.results.imports.Sheet.Row;
import java.util.List;

/** Collects the rows of a file. */
interface RowsReader {
    /** Reads one row that is not empty; its faults are added to the list. */
    void take(Row row);

    ImportedFile finish(List<String> columns);
}
