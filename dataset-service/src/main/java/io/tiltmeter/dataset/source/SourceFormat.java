package io.tiltmeter.dataset.source;

import io.tiltmeter.dataset.file.Compression;
import io.tiltmeter.dataset.file.FileFormat;
import java.util.Locale;

/**
 * What a file was found to be.
 *
 * @param shape of its rows
 * @param container that holds the rows
 * @param compression around it
 */
public record SourceFormat(SourceShape shape, FileFormat container, Compression compression) {
    /** For a person to read, such as {@code alpaca, json_lines, gzip}. */
    public String text() {
        String text = shape.name() + ", " + container.name();
        return (compression == Compression.NONE ? text : text + ", " + compression.name()).toLowerCase(Locale.ROOT);
    }
}
