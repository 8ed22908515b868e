package io.tiltmeter.dataset.source;

import io.tiltmeter.dataset.file.ByteSearch;
import io.tiltmeter.dataset.file.TextCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A JSON string within bytes, with what is needed to write it again as our generator would. Strings that only the JSON
 * parser can judge are left to it: escapes below U+00A0 other than the short ones, half surrogate pairs, broken UTF-8.
 */
final class JsonText {
    private static final byte SOLID = 0;
    private static final byte SPACE = 1;
    private static final byte QUOTE = 2;
    private static final byte BACKSLASH = 3;
    private static final byte BEYOND_ASCII = 4;
    private static final byte CONTROL = 5;
    private static final byte[] KINDS = kinds();
    private static final int FIRST_PLAIN_ESCAPE = 0xA0;
    private static final int HEX_DIGITS = 4;

    private int from;
    private int to;
    private int units;
    private boolean solid;
    private boolean verbatim;

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, 0, 0x20, CONTROL);
        Arrays.fill(kinds, 0x80, 256, BEYOND_ASCII);
        kinds[' '] = SPACE;
        kinds['"'] = QUOTE;
        kinds['\\'] = BACKSLASH;
        return kinds;
    }

    /** Becomes the empty string. */
    void clear() {
        from = 0;
        to = 0;
        units = 0;
        solid = false;
        verbatim = true;
    }

    boolean isEmpty() {
        return to == from;
    }

    /** Whether it is certain that it is not blank. */
    boolean isSolid() {
        return solid;
    }

    /**
     * Whether a short text may have a property: it has, or it holds escapes and is left to the parser. Empty and longer texts
     * do not.
     */
    boolean mayBe(Predicate<String> property, int maxUnits, byte[] bytes) {
        if (isEmpty() || units > maxUnits) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return property.test(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    /** Its length in UTF-16. */
    int units() {
        return units;
    }

    /**
     * Reads the string whose opening quote is before this position.
     *
     * @return the position after its closing quote; -1 if the parser must decide
     */
    int read(byte[] bytes, int start, int end) {
        clear();
        from = start;
        int at = start;
        int surplus = 0;
        while (at < end) {
            int plainEnd = ByteSearch.plainUntil(bytes, at, end);
            if (plainEnd > at) {
                solid = solid || hasSolid(bytes, at, plainEnd);
                at = plainEnd;
                continue;
            }
            int kind = KINDS[bytes[at] & 0xFF];
            if (kind <= SPACE) {
                solid |= kind == SOLID;
                at++;
            } else if (kind == QUOTE) {
                to = at;
                units = to - from - surplus;
                return at + 1;
            } else {
                int length = kind == BACKSLASH
                        ? escape(bytes, at, end)
                        : kind == BEYOND_ASCII ? Utf8.sequenceLength(bytes, at, end) : 0;
                if (length == 0) {
                    return -1;
                }
                surplus += length - (length == 4 || length == 12 ? 2 : 1);
                if (kind == BEYOND_ASCII) {
                    solid |= !Utf8.mayBeSpace(bytes[at]);
                    verbatim &= length < 4;
                }
                at += length;
            }
        }
        return -1;
    }

    private static boolean hasSolid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at < to;
    }

    /** Bytes of the escape here: 2, 6, or 12 of a surrogate pair; 0 if the parser must decide. */
    private int escape(byte[] bytes, int at, int end) {
        if (at + 1 >= end) {
            return 0;
        }
        switch (bytes[at + 1]) {
            case '"', '\\':
                solid = true;
                return 2;
            case 'b', 'f', 'n', 'r', 't':
                return 2;
            case '/':
                solid = true;
                verbatim = false;
                return 2;
            case 'u':
                verbatim = false;
                int unit = hex(bytes, at + 2, end);
                if (unit < FIRST_PLAIN_ESCAPE || Character.isLowSurrogate((char) unit)) {
                    return 0;
                }
                if (!Character.isHighSurrogate((char) unit)) {
                    solid |= !TextCheck.isSpace(unit);
                    return 6;
                }
                boolean isPair = at + 8 <= end
                        && bytes[at + 6] == '\\'
                        && bytes[at + 7] == 'u'
                        && Character.isLowSurrogate((char) Math.max(0, hex(bytes, at + 8, end)));
                solid = true;
                return isPair ? 12 : 0;
            default:
                return 0;
        }
    }

    private static int hex(byte[] bytes, int at, int end) {
        if (at + HEX_DIGITS > end) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + HEX_DIGITS; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Writes the text between the quotes: non-ASCII as it is, but beyond U+FFFF as two escapes, as Jackson does. */
    void write(byte[] bytes, GrowingBytes out) {
        if (verbatim) {
            out.append(bytes, from, to - from);
            return;
        }
        int at = from;
        while (at < to) {
            int kind = KINDS[bytes[at] & 0xFF];
            if (kind == BACKSLASH && bytes[at + 1] == 'u') {
                out.unit((char) hex(bytes, at + 2, to));
                at += 2 + HEX_DIGITS;
            } else if (kind == BACKSLASH) {
                boolean isSlash = bytes[at + 1] == '/';
                out.append(bytes, isSlash ? at + 1 : at, isSlash ? 1 : 2);
                at += 2;
            } else if (kind == BEYOND_ASCII && Utf8.sequenceLength(bytes, at, to) == 4) {
                int codePoint = Utf8.beyondTheBasicPlane(bytes, at);
                out.unit(Character.highSurrogate(codePoint));
                out.unit(Character.lowSurrogate(codePoint));
                at += 4;
            } else {
                out.append(bytes, at, 1);
                at++;
            }
        }
    }

    /** UTF-8 beyond ASCII as bytes (RFC 3629, section 4). */
    private static final class Utf8 {
        private Utf8() {}

        /** Bytes of the character that begins here, 2 to 4; 0 if there is none. */
        static int sequenceLength(byte[] bytes, int at, int end) {
            int first = bytes[at] & 0xFF;
            int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
            if (length == 0 || at + length > end) {
                return 0;
            }
            int second = bytes[at + 1] & 0xFF;
            int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (second < least || second > most) {
                return 0;
            }
            for (int i = at + 2; i < at + length; i++) {
                if ((bytes[i] & 0xC0) != 0x80) {
                    return 0;
                }
            }
            return length;
        }

        /** Whether a space begins so: U+0085 to U+00AD, U+1680 to U+180E, U+2000 to U+2060, U+3000 and U+FEFF. */
        static boolean mayBeSpace(byte first) {
            int unit = first & 0xFF;
            return unit == 0xC2 || unit >= 0xE1 && unit <= 0xE3 || unit == 0xEF;
        }

        /** The character of the four bytes here. */
        static int beyondTheBasicPlane(byte[] bytes, int at) {
            return (bytes[at] & 0x07) << 18
                    | (bytes[at + 1] & 0x3F) << 12
                    | (bytes[at + 2] & 0x3F) << 6
                    | bytes[at + 3] & 0x3F;
        }
    }
}
