package io.tiltmeter.dataset.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The rows of an open file, one after another. */
public interface RowReader extends Closeable {
    /**
     * The next row; empty after the last one, when the file was found to be complete.
     *
     * @throws FileRefused if no further row can be read, which is the sender's fault
     * @throws IOException if the file cannot be read, which is not
     */
    Optional<FileRow> next() throws IOException;

    /** What the document around the rows says to be its {@code version}, as far as it was read; empty if it does not. */
    default String version() {
        return "";
    }

    /** As {@link #next()}, without the rows that the taker took; only JSON lines are offered to it. */
    default Optional<FileRow> next(ByteTaker taker) throws IOException {
        return next();
    }

    /** Is offered the bytes of a row before they are decoded. */
    @FunctionalInterface
    interface ByteTaker {
        /**
         * Whether it took the row; the reader then skips it.
         *
         * @param bytes not to be kept
         * @param length of the row, from 0 on
         */
        boolean takes(byte[] bytes, int length);
    }
}
