package io.tiltmeter.dataset.suite.file;

/** What reading on in a file gave. */
public sealed interface RowReading {
    /** A row. */
    record Read(SourceRow row) implements RowReading {}

    /** A row that is no row; the next one can be read. */
    record Rejected(RowFault fault) implements RowReading {}

    /** The file is damaged here, and nothing after it can be read. */
    record Broken(RowFault fault) implements RowReading {}
}
