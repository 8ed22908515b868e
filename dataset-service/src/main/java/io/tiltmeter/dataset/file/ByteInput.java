package io.tiltmeter.dataset.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes of a text, one at a time or line by line, and the number of the line. A byte order mark is skipped. Lines end in a
 * line feed; in a carriage return if the first {@value #BUFFER_BYTES} bytes have such and no line feed.
 */
final class ByteInput implements Closeable {
    static final int END = -1;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int[] UTF8_MARK = {0xEF, 0xBB, 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private boolean isBegun;
    private int position;
    private int limit;
    private long line = 1;
    private byte lineEnd = '\n';

    ByteInput(InputStream in) {
        this.in = in;
    }

    /** The line of the next byte, from 1. */
    long line() {
        return line;
    }

    /** The next byte, 0 to 255, or {@link #END}; it is not consumed. */
    int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xFF : END;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    int read() throws IOException {
        int next = peek();
        if (next != END) {
            position++;
            if (next == lineEnd) {
                line++;
            }
        }
        return next;
    }

    /** The next byte that is not white space of JSON; it is not consumed. */
    int peekPastSpace() throws IOException {
        int next = peek();
        while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            read();
            next = peek();
        }
        return next;
    }

    /** Appends the rest of the line to the row, without its line break; false at the end of the input. */
    boolean readLine(RowBytes row) throws IOException {
        if (peek() == END) {
            return false;
        }
        do {
            int from = position;
            position = ByteSearch.next(lineEnd, buffer, position, limit);
            row.append(buffer, from, position - from);
            if (position < limit) {
                position++;
                line++;
                return true;
            }
        } while (fill());
        return true;
    }

    private boolean fill() throws IOException {
        limit = in.readNBytes(buffer, 0, BUFFER_BYTES);
        position = 0;
        if (!isBegun) {
            isBegun = true;
            position = Compression.begins(buffer, UTF8_MARK) ? UTF8_MARK.length : 0;
            boolean hasFeeds = ByteSearch.next((byte) '\n', buffer, 0, limit) < limit;
            boolean hasReturns = ByteSearch.next((byte) '\r', buffer, 0, limit) < limit;
            lineEnd = (byte) (hasReturns && !hasFeeds ? '\r' : '\n');
        }
        return position < limit;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
