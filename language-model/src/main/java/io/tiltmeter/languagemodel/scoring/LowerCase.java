package io.tiltmeter.languagemodel.scoring;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * Lower case as in Python's {@code str.lower} and the Unicode standard (section 3.13). Java's own differs in one letter: here
 * the characters beside a capital sigma decide whether it ends a word, not word breaks.
 */
final class LowerCase {

    private static final int CAPITAL_SIGMA = 0x3a3;
    private static final String SIGMA = "\u03c3";
    private static final String FINAL_SIGMA = "\u03c2";

    /** Word_Break MidLetter, MidNumLet and Single_Quote: they occur inside words. */
    private static final String INSIDE_WORDS =
            "':.\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027" + "\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    private LowerCase() {}

    static String of(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder lower = new StringBuilder(text.length());
        for (int at = 0; at < points.length; at++) {
            if (points[at] == CAPITAL_SIGMA) {
                boolean endsWord = meetsCased(points, at, i -> i - 1) && !meetsCased(points, at, i -> i + 1);
                lower.append(endsWord ? FINAL_SIGMA : SIGMA);
            } else {
                lower.append(Character.toString(points[at]).toLowerCase(Locale.ROOT));
            }
        }
        return lower.toString();
    }

    /** Whether the next character in this direction that is not case-ignorable is cased. */
    private static boolean meetsCased(int[] points, int from, IntUnaryOperator step) {
        int at = step.applyAsInt(from);
        while (at >= 0 && at < points.length && isCaseIgnorable(points[at])) {
            at = step.applyAsInt(at);
        }
        return at >= 0 && at < points.length && isCased(points[at]);
    }

    private static boolean isCased(int point) {
        return Character.isUpperCase(point) || Character.isLowerCase(point) || Character.isTitleCase(point);
    }

    private static boolean isCaseIgnorable(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> INSIDE_WORDS.indexOf(point) >= 0;
        };
    }
}
