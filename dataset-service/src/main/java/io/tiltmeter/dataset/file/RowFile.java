package io.tiltmeter.dataset.file;

import static io.tiltmeter.dataset.file.Compression.begins;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file whose compression and format are known from its content, never from its name.
 *
 * @param path where it lies; it does not change while it is read
 * @param format what holds the rows
 * @param compression what is around it
 */
public record RowFile(Path path, FileFormat format, Compression compression) {
    private static final int HEAD_BYTES = 1 << 16;

    /**
     * Detects the format of a file from its beginning.
     *
     * @throws FileRefused if it is empty, too large, an archive, UTF-16, or compressed where that is not allowed
     */
    public static RowFile detect(Path path, ReadLimits limits) throws IOException {
        long size = Files.size(path);
        if (size > limits.fileBytes()) {
            throw refused(size + " bytes", "at most " + limits.fileBytes() + " bytes a file", "split the file");
        }
        byte[] start = head(Files.newInputStream(path));
        if (isParquet(start)) {
            return new RowFile(path, FileFormat.PARQUET, Compression.NONE);
        }
        Compression compression = Compression.of(start);
        refuseContainer(start, compression, limits);
        byte[] head = compression == Compression.NONE ? start : head(ExpandedInput.open(path, compression, limits));
        if (compression != Compression.NONE
                && (Compression.of(head) != Compression.NONE
                        || begins(head, 'P', 'K', 3, 4)
                        || begins(head, 'P', 'A', 'R', '1'))) {
            throw refused(
                    "another compressed file inside " + compression.label(),
                    "one compression is undone, around JSON or CSV",
                    "expand it once and send what is inside");
        }
        return new RowFile(path, format(path, compression, head, limits), compression);
    }

    private static void refuseContainer(byte[] start, Compression compression, ReadLimits limits) {
        if (begins(start, 'P', 'K', 3, 4)) {
            throw refused(
                    "", "the file is a zip archive, which is not opened", "unpack it and send the files one by one");
        }
        if (!limits.compressions().contains(compression)) {
            throw refused(
                    "",
                    "the file is " + compression.label()
                            + "-compressed, and JSON, JSON lines, CSV or Parquet are read here",
                    "send it unpacked");
        }
    }

    /** Whether a file is compressed in a way that its size does not show: what it takes in memory may be much more. */
    public static boolean isParquet(Path path) throws IOException {
        return isParquet(head(Files.newInputStream(path)));
    }

    private static boolean isParquet(byte[] start) {
        return begins(start, 'P', 'A', 'R', '1');
    }

    private static FileFormat format(Path path, Compression compression, byte[] head, ReadLimits limits)
            throws IOException {
        boolean isMarked = begins(head, 0xFF, 0xFE) || begins(head, 0xFE, 0xFF);
        if (isMarked || head.length > 3 && (head[0] == 0 && head[2] == 0 || head[1] == 0 && head[3] == 0)) {
            throw refused(
                    "", "the file is UTF-16 text", "convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8");
        }
        String text =
                new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").stripLeading();
        if (text.isEmpty()) {
            throw refused(head.length + " bytes", "the file is empty or blank", "send at least one row");
        }
        if (text.charAt(0) == '[') {
            return FileFormat.JSON_ARRAY;
        }
        if (text.charAt(0) == '{') {
            try (InputStream in = ExpandedInput.open(path, compression, limits)) {
                return hasDataArray(in) ? FileFormat.JSON_DOCUMENT : FileFormat.JSON_LINES;
            }
        }
        String header = text.lines().findFirst().orElse("");
        return header.indexOf('\t') >= 0 && header.indexOf(',') < 0 ? FileFormat.TSV : FileFormat.CSV;
    }

    /**
     * Whether the object that begins the file is one around its rows, rather than the first of many lines: its
     * {@code data} is an array of objects, or empty, and the object has no member of a row.
     */
    private static boolean hasDataArray(InputStream in) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(in)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isArray = parser.nextToken() == JsonToken.START_ARRAY;
                if (isArray && name.equals("data")) {
                    JsonToken first = parser.nextToken();
                    return first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY;
                }
                if (isArray && (name.equals("messages") || name.equals("conversations"))) {
                    return false;
                }
                parser.skipChildren();
            }
        } catch (JsonProcessingException e) {
            return false; // the reader of lines reports what is wrong, and on which line
        }
        return false;
    }

    /** As {@link #rows(ReadLimits, UnaryOperator)}, with other names for the columns. */
    public RowReader rows(ReadLimits limits, UnaryOperator<List<String>> columns, ColumnMapping mapping)
            throws IOException {
        RowReader rows = rows(limits, columns);
        return mapping.isEmpty() ? rows : new MappedRows(rows, mapping);
    }

    /**
     * Opens it at its first row.
     *
     * @param columns chooses among those of a Parquet file; at least one, or it throws
     * @throws FileRefused if it is Parquet and damaged
     */
    public RowReader rows(ReadLimits limits, UnaryOperator<List<String>> columns) throws IOException {
        if (format == FileFormat.PARQUET) {
            return ParquetReader.open(path, columns, limits);
        }
        InputStream in = ExpandedInput.open(path, compression, limits);
        return switch (format) {
            case JSON_ARRAY, JSON_DOCUMENT -> new JsonArrayReader(in, format, limits);
            case CSV -> new CsvReader(in, ',', limits);
            case TSV -> new CsvReader(in, '\t', limits);
            default -> new JsonLinesReader(in, limits);
        };
    }

    private static byte[] head(InputStream in) throws IOException {
        try (in) {
            return in.readNBytes(HEAD_BYTES);
        }
    }

    private static FileRefused refused(String found, String limit, String remedy) {
        return new FileRefused("file", found, limit, remedy);
    }
}
