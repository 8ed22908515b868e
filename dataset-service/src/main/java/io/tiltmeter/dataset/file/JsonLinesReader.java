package io.tiltmeter.dataset.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One row a line; blank lines are no rows. A broken line is rejected by itself: the next one is a row again. */
final class JsonLinesReader implements RowReader {
    private final ByteInput bytes;
    private final RowBytes row;
    private final RowJson json;

    JsonLinesReader(InputStream in, ReadLimits limits) {
        bytes = new ByteInput(in);
        row = new RowBytes(limits.rowBytes());
        json = new RowJson(limits.rowBytes());
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        return next((bytes, length) -> false);
    }

    @Override
    public Optional<FileRow> next(ByteTaker taker) throws IOException {
        while (true) {
            long line = bytes.line();
            row.clear();
            if (!bytes.readLine(row)) {
                return Optional.empty();
            }
            if (!row.isBlank() && !row.isTakenBy(taker)) {
                return Optional.of(json.row(line, "", row));
            }
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
