package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.dataset.file.ColumnMapping;
import io.tiltmeter.dataset.file.FileRefused;
import io.tiltmeter.dataset.file.FileRow;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.file.RowFault;
import io.tiltmeter.dataset.file.RowFile;
import io.tiltmeter.dataset.file.RowReader;
import io.tiltmeter.dataset.file.UnfitRow;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a file of instruction data once, in constant memory, and writes its accepted rows in the canonical form and its
 * rejected rows with their reasons. The format and shape are detected from the first bytes and rows. The same file gives
 * the same bytes.
 */
public final class SourceImport {
    /** Rows that may be read before one must have a known shape. */
    private static final int ROWS_TO_RECOGNISE = 100;

    private static final int CHARACTERS_TO_RECOGNISE = 1 << 24;
    private static final int REASONS_TO_SHOW = 3;

    private SourceImport() {}

    /**
     * Imports a file.
     *
     * @param path of a file that does not change meanwhile
     * @param rows gets the accepted rows, as {@link SourceRows} reads them
     * @param rejected gets every rejected row as JSON: line, number, reason
     * @throws IOException if the file cannot be read or the rows cannot be written; what was written is of no use
     * @throws FileRefused if the file is damaged, beyond the limits, of no known shape, or has no fit row
     */
    public static SourceVersion run(Path path, ReadLimits limits, OutputStream rows, OutputStream rejected)
            throws IOException {
        return run(path, limits, ColumnMapping.NONE, rows, rejected);
    }

    /** As {@link #run(Path, ReadLimits, OutputStream, OutputStream)}, with other names for the file's columns. */
    public static SourceVersion run(
            Path path, ReadLimits limits, ColumnMapping mapping, OutputStream rows, OutputStream rejected)
            throws IOException {
        RowFile file = RowFile.detect(path, limits);
        try (BackgroundHash hash = BackgroundHash.start(path);
                RowReader reader = file.rows(limits, found -> wanted(found, mapping), mapping);
                ImportedRows imported = new ImportedRows(rows, rejected, limits.listedFaults())) {
            List<FileRow> head = new ArrayList<>();
            SourceShape shape = recognise(reader, head);
            for (FileRow row : head) {
                take(row, shape, imported);
            }
            RowReader.ByteTaker taker =
                    shape == SourceShape.ALPACA ? new AlpacaLine(imported) : (bytes, length) -> false;
            for (Optional<FileRow> row = reader.next(taker); row.isPresent(); row = reader.next(taker)) {
                take(row.get(), shape, imported);
            }
            if (imported.rowCount() == 0) {
                throw noFitRow(shape, imported.firstRejected());
            }
            SourceFormat format = new SourceFormat(shape, file.format(), file.compression());
            return imported.version(format, hash.sha256(), Files.size(path));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Only the columns that a shape reads. */
    private static List<String> wanted(List<String> found, ColumnMapping mapping) {
        Set<String> known = SourceShape.columns();
        List<String> wanted = found.stream()
                .filter(column -> known.contains(mapping.nameOf(column))
                        || mapping.ignored().contains(column))
                .toList();
        if (wanted.isEmpty()) {
            throw SourceShape.unknown(found);
        }
        return wanted;
    }

    /** Reads rows into the head until one has a known shape. */
    private static SourceShape recognise(RowReader rows, List<FileRow> head) throws IOException {
        long characters = 0;
        List<String> columns = List.of();
        String fault = "";
        while (head.size() < ROWS_TO_RECOGNISE && characters < CHARACTERS_TO_RECOGNISE) {
            Optional<FileRow> next = rows.next();
            if (next.isEmpty()) {
                break;
            }
            head.add(next.get());
            if (next.get() instanceof FileRow.Read row) {
                JsonNode value = row.value();
                Optional<SourceShape> shape = SourceShape.of(value);
                if (shape.isPresent()) {
                    return shape.get();
                }
                columns = columns.isEmpty() ? row.columns() : columns;
                characters += row.characters();
            } else if (fault.isEmpty() && next.get() instanceof FileRow.Rejected row) {
                fault = path(row.fault().line(), head.size()) + ": "
                        + row.fault().reason();
            }
        }
        if (head.isEmpty()) {
            throw new FileRefused("file", "no rows", "a source has at least one row", "send at least one row");
        }
        if (columns.isEmpty() && !fault.isEmpty()) {
            throw new FileRefused(
                    "file",
                    fault,
                    "none of the first " + head.size() + " rows can be read",
                    "send one JSON object a line (not pretty-printed), a JSON array, CSV or Parquet");
        }
        throw SourceShape.unknown(columns);
    }

    private static void take(FileRow next, SourceShape shape, ImportedRows imported) {
        if (next instanceof FileRow.Rejected rejected) {
            RowFault fault = rejected.fault();
            imported.begin(fault.line());
            imported.unfit(fault.reason());
        } else if (next instanceof FileRow.Read row) {
            imported.begin(row.line());
            try {
                shape.map(row.value(), imported);
            } catch (UnfitRow e) {
                imported.unfit(e.getMessage());
            }
        }
    }

    private static String path(long line, long number) {
        return line > 0 ? "line " + line : "row " + number;
    }

    private static FileRefused noFitRow(SourceShape shape, List<RejectedRow> rejected) {
        String reasons = rejected.stream()
                .limit(REASONS_TO_SHOW)
                .map(row -> path(row.line(), row.number()) + ": " + row.reason())
                .collect(Collectors.joining("; "));
        return new FileRefused(
                "file", reasons, "no row can be read as " + shape.name().toLowerCase(Locale.ROOT), "repair the rows");
    }
}
