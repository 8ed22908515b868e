package io.tiltmeter.results.export;

import java.util.Locale;

/** A format that data is exported in: a constant of an enum. */
public interface ExportFormat {
    String name();

    String mediaType();

    /** The media type of responses: text is UTF-8. */
    default String contentType() {
        return mediaType() + ";charset=UTF-8";
    }

    /** The name of the format in requests, which is the extension of its files. */
    default String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
