package io.tiltmeter.dataset.suite.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Every line of a file that holds a NUL byte or bytes that are not UTF-8: a JSON array can be read only without them. */
final class Utf8Scan {
    static final String NUL = "the line holds a NUL byte: the file is damaged or not a text; write it anew";

    private final int maxFaults;
    private final List<RowFault> faults = new ArrayList<>();
    private long line = 1;
    private long column = 1;
    private long lastFaultyLine;

    private Utf8Scan(int maxFaults) {
        this.maxFaults = maxFaults;
    }

    /** One fault a line, in order; at most as many as asked for. */
    static List<RowFault> faults(InputStream bytes, int maxFaults) throws IOException {
        Utf8Scan scan = new Utf8Scan(maxFaults);
        scan.read(bytes);
        return scan.faults;
    }

    static String describe(byte found, long column) {
        return String.format(
                "byte 0x%02X at position %d is not UTF-8 (Latin-1 or Windows-1252, perhaps): save the file as UTF-8",
                found & 0xFF, column);
    }

    private void read(InputStream bytes) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.allocate(1 << 16);
        CharBuffer out = CharBuffer.allocate(1 << 16);
        boolean end = false;
        while (!end && faults.size() < maxFaults) {
            int count = bytes.read(in.array(), in.position(), in.remaining());
            end = count < 0;
            in.position(in.position() + Math.max(0, count)).flip();
            CoderResult result = decoder.decode(in, out, end);
            advance(out);
            while (result.isError() && faults.size() < maxFaults) {
                add(describe(in.get(in.position()), column));
                in.position(in.position() + result.length());
                column += result.length();
                result = decoder.decode(in, out, end);
                advance(out);
            }
            in.compact();
        }
    }

    private void advance(CharBuffer out) {
        out.flip();
        while (out.hasRemaining()) {
            char c = out.get();
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
                if (c == 0) {
                    add(NUL);
                }
            }
        }
        out.clear();
    }

    private void add(String reason) {
        if (line != lastFaultyLine && faults.size() < maxFaults) {
            faults.add(new RowFault(line, "", reason));
            lastFaultyLine = line;
        }
    }
}
