package io.tiltmeter.dataset.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches bytes eight at a time: a word with a zero byte shows it in its high bit (Warren, Hacker's Delight, 6-1). */
public final class ByteSearch {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private ByteSearch() {}

    /** The first position that is not ASCII, is below a space, or is a quote or backslash, or is less than 8 from the end. */
    public static int plainUntil(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long word = (long) WORDS.get(bytes, at);
            long found = (word | word - SPACES | zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES)) & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
            at += Long.BYTES;
        }
        return at;
    }

    /** The first place of an ASCII byte, or the end. */
    static int next(byte wanted, byte[] bytes, int from, int end) {
        long pattern = ONES * wanted;
        int at = from;
        while (at + Long.BYTES <= end) {
            long found = zeros((long) WORDS.get(bytes, at) ^ pattern) & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static long zeros(long word) {
        return word - ONES & ~word;
    }
}
