package io.tiltmeter.dataset.source;

/** UTF-8 beyond ASCII as bytes (RFC 3629, section 4). */
final class Utf8 {
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

    /** Whether white space of Java's begins so: U+1680, U+2000 to U+205F and U+3000. */
    static boolean mayBeSpace(byte first) {
        return (first & 0xFF) >= 0xE1 && (first & 0xFF) <= 0xE3;
    }

    /** The character of the four bytes here. */
    static int beyondTheBasicPlane(byte[] bytes, int at) {
        return (bytes[at] & 0x07) << 18
                | (bytes[at + 1] & 0x3F) << 12
                | (bytes[at + 2] & 0x3F) << 6
                | bytes[at + 3] & 0x3F;
    }
}
