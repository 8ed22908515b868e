package io.tiltmeter.results.imports;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table, read row by row. */
interface Sheet {
    /** In characters. */
    int MAX_CELL_LENGTH = 10_000;

    /** The columns by {@link ColumnName}: of CSV all, of JSON those of the rows read so far. */
    List<String> columns();

    boolean hasDecimalCommas();

    /** What the file says beside its rows, once all of them are read: whether every checkpoint answered the same items. */
    default Optional<Boolean> sameItems() {
        return Optional.empty();
    }

    /**
     * The next row; empty behind the last.
     *
     * @throws UnreadableTable if nothing can be read on
     */
    Optional<Row> next() throws IOException;

    /**
     * A row.
     *
     * @param position of the whole row
     * @param cells those that hold anything, by {@link ColumnName}
     */
    record Row(Position position, Map<String, Cell> cells) {
        Optional<Cell> cell(String name) {
            return Optional.ofNullable(cells.get(name));
        }
    }

    /**
     * A cell.
     *
     * @param text never blank
     */
    record Cell(String text, Position position) {}

    /**
     * A position in a file.
     *
     * @param line from 1
     * @param column from 1: a cell's number in CSV, a character's in JSON; 0 for a whole line
     */
    record Position(long line, long column) {
        @Override
        public String toString() {
            return "line " + line + (column == 0 ? "" : ", column " + column);
        }

        /** The same with the name of a column. */
        String named(String name) {
            return this + " (" + name + ")";
        }
    }
}
