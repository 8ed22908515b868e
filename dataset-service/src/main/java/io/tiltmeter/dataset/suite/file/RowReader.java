package io.tiltmeter.dataset.suite.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Rows of an open file, one after the other. This is the seam for further formats: a reader needs only to hand over its
 * rows as {@link SourceRow}s.
 */
public interface RowReader extends Closeable {
    /**
     * The next row or fault; empty at the end and after {@link RowReading.Broken}.
     *
     * @throws IOException if the file cannot be read, which is not the sender's fault
     */
    Optional<RowReading> next() throws IOException;
}
