package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A row of a file of any format, or why it cannot be read. */
public sealed interface FileRow {
    /**
     * A row.
     *
     * @param line where it begins, from 1; 0 in Parquet, which has no lines
     * @param path of an element of an array, such as {@code data[3]}; else empty
     * @param value an object as a rule; of CSV one whose members are texts
     * @param characters that it was read from
     */
    record Read(long line, String path, JsonNode value, int characters) implements FileRow {
        /** Names of its members, in the file's order. */
        public List<String> columns() {
            return FileRow.columns(value);
        }
    }

    /** A row that cannot be read; the next one can. */
    record Rejected(RowFault fault) implements FileRow {}

    /** Names of a row's members, in its order. */
    static List<String> columns(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
