package io.tiltmeter.results.imports;

import java.util.List;

/** Makes a file of rows. */
interface RowsReader {
    /** One row that is not empty; what is wrong with it goes among the faults. */
    void take(SheetRow row);

    /**
     * The file.
     *
     * @param columns that it had
     */
    ImportedFile finish(List<String> columns);
}
