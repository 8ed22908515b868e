package io.tiltmeter.results.imports;

import java.util.Map;
import java.util.Optional;

/**
 * A row of a table by the names of its columns.
 *
 * @param place of the whole row
 * @param cells those that hold anything, by {@link ColumnName}
 */
record SheetRow(Place place, Map<String, Cell> cells) {
    /**
     * One cell.
     *
     * @param text never blank
     */
    record Cell(String text, Place place) {}

    Optional<Cell> cell(String name) {
        return Optional.ofNullable(cells.get(name));
    }
}
