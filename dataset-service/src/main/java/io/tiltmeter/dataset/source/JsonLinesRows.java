package io.tiltmeter.dataset.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One row a line; blank lines are no rows. A broken line is unreadable by itself: the next one is a row again. */
final class JsonLinesRows implements RawRows {
    private final InputStream in;
    private final ByteInput bytes;
    private final RowBytes row;

    JsonLinesRows(InputStream in, SourceLimits limits) {
        this.in = in;
        this.bytes = new ByteInput(in);
        this.row = new RowBytes(limits.maxRowBytes());
    }

    @Override
    public Optional<RawRow> next() throws IOException {
        return nextUntaken((bytes, length) -> false);
    }

    @Override
    public Optional<RawRow> nextUntaken(Taker taker) throws IOException {
        while (true) {
            long line = bytes.line();
            row.clear();
            if (!bytes.readLine(row)) {
                return Optional.empty();
            }
            if (!row.isBlank() && !row.isTakenBy(taker)) {
                return Optional.of(row.row(line));
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
