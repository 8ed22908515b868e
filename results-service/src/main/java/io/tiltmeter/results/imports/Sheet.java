package io.tiltmeter.results.imports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A table of other people's, row by row. */
interface Sheet {
    /** No cell is longer, in characters. */
    int MAX_CELL_LENGTH = 10_000;

    /** The columns so far by {@link ColumnName}: of CSV all, of JSON those of the rows that were read. */
    List<String> columns();

    /** Whether numbers may have a decimal comma. */
    boolean hasDecimalCommas();

    /**
     * The next row; empty behind the last.
     *
     * @throws NotATable if nothing can be read on
     */
    Optional<SheetRow> next() throws IOException;
}
