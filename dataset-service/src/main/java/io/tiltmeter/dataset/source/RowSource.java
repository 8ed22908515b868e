package io.tiltmeter.dataset.source;

import java.io.IOException;
import java.util.stream.Stream;

/** Rows that can be read again: always the same ones in the same order. */
@FunctionalInterface
public interface RowSource {
    /** From the first row on; sequential, to be closed. */
    Stream<SourceRow> open() throws IOException;
}
