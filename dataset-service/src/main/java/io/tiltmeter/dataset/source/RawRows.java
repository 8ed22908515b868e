package io.tiltmeter.dataset.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The rows of a container, one after another, as JSON text that nobody has parsed yet. */
interface RawRows extends Closeable {
    /**
     * The next row; empty behind the last one, when the container was found to be whole.
     *
     * @throws SourceRefused if no row can be told any more
     */
    Optional<RawRow> next() throws IOException;

    /**
     * As {@link #next()}, the rows passed over that the taker took. Containers that have no row's bytes together offer it
     * none.
     */
    default Optional<RawRow> nextUntaken(Taker taker) throws IOException {
        return next();
    }

    /** Looks at a row's bytes before they are decoded. */
    @FunctionalInterface
    interface Taker {
        /**
         * Whether it took the row.
         *
         * @param bytes not to be kept
         * @param length of the row, from 0 on
         */
        boolean takes(byte[] bytes, int length);
    }

    /** A row, or why there is none in its place. */
    sealed interface RawRow {
        /** Where it begins, from 1; 0 where there are no lines. */
        long line();

        /** The text of one row. */
        record Text(long line, String json) implements RawRow {}

        /** A row that cannot be read. */
        record Unreadable(long line, String reason) implements RawRow {}
    }
}
