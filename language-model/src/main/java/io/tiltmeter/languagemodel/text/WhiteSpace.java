package io.tiltmeter.languagemodel.text;

/** White space as in Python's {@code str.split} and {@code str.strip}; Java's own sets differ. */
public final class WhiteSpace {

    private WhiteSpace() {}

    /** As Python's {@code str.isspace} for one character; all of them are in the BMP. */
    public static boolean is(char c) {
        return c >= 0x09 && c <= 0x0d
                || c >= 0x1c && c <= 0x20
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200a
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** As Python's {@code str.rstrip}. */
    public static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
