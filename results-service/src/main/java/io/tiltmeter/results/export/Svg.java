package io.tiltmeter.results.export;

import java.util.Locale;

/** Elements of SVG as text: words are escaped, and numbers have one decimal in every locale. */
public final class Svg {
    public static final String MEDIA_TYPE = "image/svg+xml";

    private static final char REPLACEMENT = '\uFFFD';

    private Svg() {}

    /** A straight line. */
    public static String rule(String style, double x1, double y1, double x2, double y2) {
        return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(style, number(x1), number(y1), number(x2), number(y2));
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    public static String text(double x, double y, String style, String anchor, String words) {
        return "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(style, number(x), number(y), anchor, escape(words));
    }

    public static String circle(String style, double x, double y, int radius) {
        return "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%d\"/>\n".formatted(style, number(x), number(y), radius);
    }

    public static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Words as content or as an attribute; what XML 1.0 cannot hold, such as control characters, is replaced. */
    public static String escape(String words) {
        StringBuilder escaped = new StringBuilder(words.length());
        words.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isAllowed(letter) ? letter : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int letter) {
        return letter == '\t'
                || letter == '\n'
                || letter == '\r'
                || letter >= ' ' && letter < Character.MIN_SURROGATE
                || letter > Character.MAX_SURROGATE && letter < 0xFFFE
                || letter > 0xFFFF;
    }
}
