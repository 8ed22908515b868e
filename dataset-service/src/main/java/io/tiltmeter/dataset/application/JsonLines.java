package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Files of one JSON object a line. */
public final class JsonLines {
    private static final int ROWS_BETWEEN_LOOKS = 500;

    private JsonLines() {}

    /**
     * Writes every row.
     *
     * @param abandoned asked now and then whether to stop
     * @throws InterruptedWriting if it was told to
     */
    public static void write(Stream<?> rows, OutputStream out, BooleanSupplier abandoned) throws IOException {
        int written = 0;
        for (Iterator<?> row = rows.iterator(); row.hasNext(); written++) {
            if (written % ROWS_BETWEEN_LOOKS == 0 && abandoned.getAsBoolean()) {
                throw new InterruptedWriting(written);
            }
            out.write(Json.mapper().writeValueAsBytes(row.next()));
            out.write('\n');
        }
    }

    /** Rows of a file, in its order. */
    public static <T> List<T> read(Path file, Class<T> type, PageRequest page) throws IOException {
        ObjectReader reader = Json.mapper().readerFor(type);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(page.offset())
                    .limit(page.limit())
                    .map(line -> JsonLines.<T>parse(reader, line))
                    .toList();
        }
    }

    /** All rows of a short file, in its order. */
    public static <T> List<T> readAll(Path file, Class<T> type) throws IOException {
        ObjectReader reader = Json.mapper().readerFor(type);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> JsonLines.<T>parse(reader, line)).toList();
        }
    }

    private static <T> T parse(ObjectReader reader, String line) {
        try {
            return reader.readValue(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows are not needed any more. */
    public static final class InterruptedWriting extends IOException {
        private static final long serialVersionUID = 1L;

        public InterruptedWriting(long written) {
            super("writing was given up after " + written + " rows");
        }
    }
}
