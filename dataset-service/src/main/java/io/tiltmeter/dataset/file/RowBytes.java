package io.tiltmeter.dataset.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of one row, up to a limit; what lies beyond is counted and dropped. */
final class RowBytes {
    private static final int FIRST_CAPACITY = 4096;

    private final int maxBytes;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private byte[] bytes;
    private int kept;
    private long seen;

    RowBytes(int maxBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[Math.min(maxBytes, FIRST_CAPACITY)];
    }

    void clear() {
        kept = 0;
        seen = 0;
    }

    void append(int value) {
        seen++;
        if (kept < maxBytes) {
            reserve(kept + 1);
            bytes[kept++] = (byte) value;
        }
    }

    void append(byte[] source, int from, int count) {
        seen += count;
        int fitting = Math.min(count, maxBytes - kept);
        reserve(kept + fitting);
        System.arraycopy(source, from, bytes, kept, fitting);
        kept += fitting;
    }

    boolean isBlank() {
        for (int i = 0; i < kept; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    boolean isTakenBy(RowReader.ByteTaker taker) {
        return seen <= maxBytes && taker.takes(bytes, kept);
    }

    /**
     * The text that these bytes are.
     *
     * @throws UnfitRow if they are too many, or no UTF-8, or hold a NUL
     */
    String text() throws UnfitRow {
        if (seen > maxBytes) {
            throw tooLong(seen, maxBytes);
        }
        int lowest = Byte.MAX_VALUE;
        for (int i = 0; i < kept; i++) {
            lowest = Math.min(lowest, bytes[i]);
            if (bytes[i] == 0) {
                throw new UnfitRow("byte " + (i + 1) + " of the row is NUL, which is no text: remove it");
            }
        }
        if (lowest > 0) {
            // no byte beyond ASCII, as in most rows: there is nothing to decode
            return new String(bytes, 0, kept, StandardCharsets.ISO_8859_1);
        }
        ByteBuffer encoded = ByteBuffer.wrap(bytes, 0, kept);
        try {
            return utf8.decode(encoded).toString();
        } catch (CharacterCodingException e) {
            int at = encoded.position();
            throw new UnfitRow(String.format(
                    "byte %d of the row, 0x%02X, is not UTF-8: convert the row to UTF-8 (is it Latin-1?)",
                    at + 1, bytes[at]));
        }
    }

    static UnfitRow tooLong(long bytes, int maxBytes) {
        return new UnfitRow("the row is " + bytes + " bytes long, and a row may have " + maxBytes
                + ": split it; if it should be shorter, a line end may be missing");
    }

    private void reserve(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(capacity, 2L * bytes.length)));
        }
    }
}
