package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rows with other names for their columns. */
final class MappedRows implements RowReader {
    /** Rows within which each column of the mapping must appear: members of JSON may be left out of some. */
    private static final int ROWS_TO_APPEAR = 100;

    private final RowReader rows;
    private final ColumnMapping mapping;
    private final Set<String> missing = new LinkedHashSet<>();
    private List<String> columns = List.of();
    private int read;

    MappedRows(RowReader rows, ColumnMapping mapping) {
        this.rows = rows;
        this.mapping = mapping;
        missing.addAll(mapping.columns().values());
        missing.addAll(mapping.ignored());
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        Optional<FileRow> next = rows.next();
        if (next.isPresent() && next.get() instanceof FileRow.Read row && row.value() instanceof ObjectNode object) {
            missing.removeIf(object::has);
            columns = columns.isEmpty() ? row.columns() : columns;
            read++;
            next = Optional.of(new FileRow.Read(row.line(), row.path(), mapping.applied(object), row.characters()));
        }
        if (!missing.isEmpty() && (next.isEmpty() && read > 0 || read == ROWS_TO_APPEAR)) {
            throw new FileRefused(
                    "file",
                    "columns " + columns,
                    "the mapping names columns that the file does not have: " + String.join(", ", missing),
                    "name columns of the file behind the colons");
        }
        return next;
    }

    @Override
    public String version() {
        return rows.version();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
