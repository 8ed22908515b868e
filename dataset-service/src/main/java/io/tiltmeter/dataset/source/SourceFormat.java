package io.tiltmeter.dataset.source;

import java.util.Locale;

/**
 * What a file was found to be.
 *
 * @param shape of its rows
 * @param container that holds the rows
 * @param compression around it
 */
public record SourceFormat(SourceShape shape, Container container, Compression compression) {
    /** What holds the rows. */
    public enum Container {
        /** One JSON array of rows. */
        JSON_ARRAY,
        /** One JSON object a line. */
        JSON_LINES,
        /** One JSON object whose {@code data} is the array of rows, as SQuAD is released. */
        JSON_DOCUMENT,
        PARQUET
    }

    /** What is around the container. */
    public enum Compression {
        NONE,
        GZIP,
        ZSTANDARD
    }

    /** For a person to read, such as {@code alpaca, json_lines, gzip}. */
    public String text() {
        String text = shape.name() + ", " + container.name();
        return (compression == Compression.NONE ? text : text + ", " + compression.name()).toLowerCase(Locale.ROOT);
    }
}
