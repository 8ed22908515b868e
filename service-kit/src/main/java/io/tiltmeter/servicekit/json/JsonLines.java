package io.tiltmeter.servicekit.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Files of one JSON object a line. */
public final class JsonLines {
    private static final int ROWS_BETWEEN_CHECKS = 500;

    private JsonLines() {}

    /** Writes every row; the stream stays open. */
    public static void write(Stream<?> rows, OutputStream out) throws IOException {
        write(rows, out, () -> false);
    }

    /**
     * Writes every row; the stream stays open.
     *
     * @param abandoned checked now and then
     * @throws Abandoned if it said so
     */
    public static void write(Stream<?> rows, OutputStream out, BooleanSupplier abandoned) throws IOException {
        int written = 0;
        for (Iterator<?> row = rows.iterator(); row.hasNext(); written++) {
            if (written % ROWS_BETWEEN_CHECKS == 0 && abandoned.getAsBoolean()) {
                throw new Abandoned(written);
            }
            writeRow(row.next(), out);
        }
    }

    /** Writes one row. */
    public static void writeRow(Object row, OutputStream out) throws IOException {
        out.write(Json.mapper().writeValueAsBytes(row));
        out.write('\n');
    }

    /** The rows of a file, in its order; the stream is to be closed, and throws {@link UncheckedIOException}. */
    public static <T> Stream<T> stream(Path file, Class<T> type) throws IOException {
        ObjectReader reader = Json.mapper().readerFor(type);
        return Files.lines(file).map(line -> parse(reader, line));
    }

    /** All rows of a short file, in its order. */
    public static <T> List<T> readAll(Path file, Class<T> type) throws IOException {
        return read(file, type, 0, Integer.MAX_VALUE, line -> true);
    }

    /**
     * Some rows of a file, in its order.
     *
     * @param goOn is asked for each line; the first that it denies, and all behind it, are left out
     */
    public static <T> List<T> read(Path file, Class<T> type, int offset, int limit, Predicate<String> goOn)
            throws IOException {
        ObjectReader reader = Json.mapper().readerFor(type);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(offset)
                    .limit(limit)
                    .takeWhile(goOn)
                    .map(line -> JsonLines.<T>parse(reader, line))
                    .toList();
        }
    }

    private static <T> T parse(ObjectReader reader, String line) {
        try {
            return reader.readValue(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    "a line of the file cannot be read: it " + JsonReason.of(e, line), new IOException(e));
        }
    }

    /** The rows are not needed any more. */
    public static final class Abandoned extends IOException {
        private static final long serialVersionUID = 1L;

        public Abandoned(long written) {
            super("writing was given up after " + written + " rows");
        }
    }
}
