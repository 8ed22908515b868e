package io.tiltmeter.dataset.application;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Rows that are written, one a line: tells how many there are, and stops when they are not wanted any more. */
final class CountedRows extends FilterOutputStream {
    private final Making making;
    private long rows;

    CountedRows(OutputStream out, Making making) {
        super(out);
        this.making = making;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            rows += bytes[i] == '\n' ? 1 : 0;
        }
        making.goOn(rows);
        out.write(bytes, from, count);
    }
}
