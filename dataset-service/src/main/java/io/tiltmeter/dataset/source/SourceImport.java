package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.dataset.source.RawRows.RawRow;
import io.tiltmeter.dataset.source.SourceFormat.Compression;
import io.tiltmeter.dataset.source.SourceFormat.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a file of instruction data once, in constant memory, and writes its rows in the canonical form and its rejected
 * rows beside them. What the file is, its first bytes and rows tell. The same file gives the same bytes.
 */
public final class SourceImport {
    /** Rows that may be read before one must have a known shape. */
    private static final int ROWS_TO_RECOGNISE = 100;

    private static final int CHARACTERS_TO_RECOGNISE = 1 << 24;
    private static final int REASONS_TO_SHOW = 3;

    private final Path file;
    private final SourceLimits limits;
    private final ObjectReader json;

    private SourceImport(Path file, SourceLimits limits) {
        this.file = file;
        this.limits = limits;
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(limits.maxRowBytes())
                        .build())
                .build();
        this.json = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readerFor(JsonNode.class);
    }

    /**
     * Imports a file.
     *
     * @param file one that does not change meanwhile
     * @param rows gets the accepted rows, as {@link SourceRows} reads them
     * @param rejected gets every rejected row as JSON: line, number, reason
     * @throws IOException if the file cannot be read or the rows cannot be written; what was written is of no use
     * @throws SourceRefused if the file is damaged, beyond the limits, of no known shape, or has no fit row
     */
    public static SourceVersion run(Path file, SourceLimits limits, OutputStream rows, OutputStream rejected)
            throws IOException {
        try {
            return new SourceImport(file, limits).run(rows, rejected);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private SourceVersion run(OutputStream rowsOut, OutputStream rejectedOut) throws IOException {
        ContainerDetection.Detected detected = ContainerDetection.detect(file, limits);
        try (HashedBeside hash = HashedBeside.of(file);
                RawRows rows = open(detected);
                ImportedRows imported = new ImportedRows(rowsOut, rejectedOut, limits.maxListedRejections())) {
            List<RawRow> head = new ArrayList<>();
            SourceShape shape = recognise(rows, head);
            for (RawRow row : head) {
                take(row, shape, imported);
            }
            RawRows.Taker taker = shape == SourceShape.ALPACA ? new AlpacaLine(imported) : (bytes, length) -> false;
            for (Optional<RawRow> row = rows.nextUntaken(taker); row.isPresent(); row = rows.nextUntaken(taker)) {
                take(row.get(), shape, imported);
            }
            if (imported.rowCount() == 0) {
                throw noFitRow(shape, imported.firstRejected());
            }
            SourceFormat format = new SourceFormat(shape, detected.container(), detected.compression());
            return imported.version(format, hash.sha256(), Files.size(file));
        }
    }

    private RawRows open(ContainerDetection.Detected detected) throws IOException {
        if (detected.container() == Container.PARQUET) {
            return ParquetRows.open(file, limits);
        }
        InputStream in = ExpandedInput.open(file, detected.compression(), limits);
        skipByteOrderMark(in, detected.compression());
        return detected.container() == Container.JSON_LINES
                ? new JsonLinesRows(in, limits)
                : new JsonArrayRows(in, detected.container(), limits);
    }

    private void skipByteOrderMark(InputStream in, Compression compression) throws IOException {
        try (InputStream look = ExpandedInput.open(file, compression, limits)) {
            byte[] start = look.readNBytes(3);
            if (start.length == 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
                in.skipNBytes(start.length);
            }
        }
    }

    /** Reads rows into the head until one has a known shape. */
    private SourceShape recognise(RawRows rows, List<RawRow> head) throws IOException {
        long characters = 0;
        List<String> columns = List.of();
        String fault = "";
        while (head.size() < ROWS_TO_RECOGNISE && characters < CHARACTERS_TO_RECOGNISE) {
            Optional<RawRow> row = rows.next();
            if (row.isEmpty()) {
                break;
            }
            head.add(row.get());
            try {
                JsonNode tree = parse(row.get());
                Optional<SourceShape> shape = SourceShape.of(tree);
                if (shape.isPresent()) {
                    return shape.get();
                }
                columns = columns.isEmpty() ? SourceShape.names(tree) : columns;
            } catch (UnfitRow e) {
                fault = fault.isEmpty() ? place(row.get(), head.size()) + ": " + e.getMessage() : fault;
            }
            characters += row.get() instanceof RawRow.Text text ? text.json().length() : 0;
        }
        if (head.isEmpty()) {
            throw new SourceRefused("file", "no rows", "a source has at least one row", "send the file again");
        }
        if (columns.isEmpty() && !fault.isEmpty()) {
            throw new SourceRefused(
                    "file",
                    fault,
                    "none of the first " + head.size() + " rows can be read",
                    "send one JSON object a line (not pretty-printed), a JSON array, or Parquet");
        }
        throw SourceShape.unknown(columns);
    }

    private void take(RawRow row, SourceShape shape, ImportedRows imported) throws IOException {
        imported.begin(row.line());
        try {
            shape.map(parse(row), imported);
        } catch (UnfitRow e) {
            imported.unfit(e.getMessage());
        }
    }

    private JsonNode parse(RawRow row) throws IOException, UnfitRow {
        if (row instanceof RawRow.Unreadable unreadable) {
            throw new UnfitRow(unreadable.reason());
        }
        String text = ((RawRow.Text) row).json();
        try {
            JsonNode tree = json.readTree(text);
            if (tree.isMissingNode()) {
                throw new UnfitRow("is empty: an object is wanted");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " (line " + (Math.max(1, row.line()) + e.getLocation().getLineNr() - 1) + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new UnfitRow(
                    "is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("") + at);
        }
    }

    private static String place(RawRow row, long number) {
        return row.line() > 0 ? "line " + row.line() : "row " + number;
    }

    private static SourceRefused noFitRow(SourceShape shape, List<RejectedRow> rejected) {
        StringBuilder reasons = new StringBuilder();
        for (RejectedRow row : rejected.subList(0, Math.min(REASONS_TO_SHOW, rejected.size()))) {
            reasons.append(reasons.isEmpty() ? "" : "; ")
                    .append(row.line() > 0 ? "line " + row.line() : "row " + row.number())
                    .append(": ")
                    .append(row.reason());
        }
        return new SourceRefused(
                "file",
                reasons.toString(),
                "no row is fit as " + shape.name().toLowerCase(Locale.ROOT),
                "repair the rows");
    }
}
