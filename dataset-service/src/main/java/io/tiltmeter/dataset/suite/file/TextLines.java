package io.tiltmeter.dataset.suite.file;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of a UTF-8 file, each checked on its own; a line over the limit is skipped, never held. */
final class TextLines implements Closeable {
    /**
     * @param number from 1
     * @param text without its line end; empty where there is a fault
     * @param fault why it cannot be read
     */
    record Line(long number, String text, Optional<String> fault) {}

    private final InputStream bytes;
    private final int maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private int filled;
    private int at;
    private long number;

    TextLines(InputStream bytes, int maxBytes) {
        this.bytes = bytes;
        this.maxBytes = maxBytes;
    }

    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long length = 0;
        boolean any = false;
        while (fill()) {
            any = true;
            int from = at;
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            length += at - from;
            if (length <= maxBytes) {
                line.write(buffer, from, at - from);
            }
            if (at < filled) {
                at++;
                break;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        number++;
        return Optional.of(length > maxBytes ? tooLong(length) : decode(line.toByteArray()));
    }

    private boolean fill() throws IOException {
        if (at == filled) {
            filled = Math.max(0, bytes.read(buffer));
            at = 0;
        }
        return at < filled;
    }

    private Line tooLong(long length) {
        return faulty("the line has " + length + " bytes, and " + maxBytes
                + " are allowed: is a line end missing, or is this not a suite?");
    }

    private Line decode(byte[] line) {
        int start = number == 1 && startsWithMark(line) ? 3 : 0;
        int end = line.length > start && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        ByteBuffer in = ByteBuffer.wrap(line, start, end - start);
        CharBuffer out = CharBuffer.allocate(end - start);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            return faulty(Utf8Scan.describe(in.get(in.position()), in.position() + 1));
        }
        String text = out.flip().toString();
        int nul = text.indexOf('\0');
        return nul >= 0 ? faulty(Utf8Scan.NUL) : new Line(number, text, Optional.empty());
    }

    private Line faulty(String reason) {
        return new Line(number, "", Optional.of(reason));
    }

    private static boolean startsWithMark(byte[] line) {
        return line.length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
