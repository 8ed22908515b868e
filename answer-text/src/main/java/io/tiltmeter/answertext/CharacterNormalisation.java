package io.tiltmeter.answertext;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What one character, with the marks that follow it, is compared as. */
final class CharacterNormalisation {
    /** What a space that holds a number's digits together becomes; other spaces become plain ones. */
    static final char NO_BREAK_SPACE = '\u00a0';

    /** No character below this one is a mark. */
    private static final int FIRST_MARK = 0x300;

    /** Narrow, thin and figure spaces, which group digits too. */
    private static final Set<Integer> GROUPING_SPACES = Set.of(0x00A0, 0x202F, 0x2009, 0x2007);

    /** Quotation marks, turned commas, primes, and the letters that transcribe a glottal stop. */
    private static final Set<Integer> APOSTROPHES = Set.of(
            0x0060, 0x00B4, 0x02B9, 0x02BB, 0x02BC, 0x02BD, 0x02BE, 0x02BF, 0x02C8, 0x2018, 0x2019, 0x201A, 0x201B,
            0x2032, 0x2039, 0x203A, 0xA78C);

    private static final Set<Integer> QUOTATION_MARKS =
            Set.of(0x00AB, 0x00BB, 0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0x301D, 0x301E);

    /** Trade and service mark: Unicode would turn them into letters of the word in front. */
    private static final Set<Integer> DROPPED = Set.of(0x2122, 0x2120, 0x0640);

    /** Latin letters with strokes and ligatures, which have no decomposition. */
    private static final Map<Integer, String> LATIN = Map.of(
            0x00F8, "o", 0x0111, "d", 0x00F0, "d", 0x0127, "h", 0x0142, "l", 0x0167, "t", 0x00E6, "ae", 0x0153, "oe",
            0x00FE, "th");

    /** Scripts whose non-spacing marks are accents, points and vowel signs that careful and plain spelling differ in. */
    private static final Set<UnicodeScript> OPTIONAL_MARKS =
            Set.of(UnicodeScript.INHERITED, UnicodeScript.CYRILLIC, UnicodeScript.ARABIC, UnicodeScript.HEBREW);

    /** The ASCII characters, of which most texts consist; each becomes one character. */
    static final char[] ASCII = new char[0x80];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = normalise(c, Character.toString(c)).charAt(0);
        }
    }

    /** A cache of normalised characters without marks. */
    private static final AtomicReferenceArray<String> CACHE = new AtomicReferenceArray<>(Character.MAX_VALUE + 1);

    private CharacterNormalisation() {}

    /**
     * Normalises a base character together with the marks behind it.
     *
     * @return empty for what makes no difference in a comparison, such as a soft hyphen
     */
    static String of(String text, int start, int end) {
        if (end > start + 1) {
            return normalise(text.codePointAt(start), text.substring(start, end));
        }
        char unit = text.charAt(start);
        String normalised = CACHE.get(unit);
        if (normalised == null) {
            normalised = normalise(unit, Character.toString(unit));
            CACHE.set(unit, normalised);
        }
        return normalised;
    }

    private static String normalise(int base, String cluster) {
        if (DROPPED.contains(base)) {
            return "";
        }
        if (GROUPING_SPACES.contains(base)) {
            return Character.toString(NO_BREAK_SPACE);
        }
        if (APOSTROPHES.contains(base)) {
            return "'";
        }
        if (QUOTATION_MARKS.contains(base)) {
            return "\"";
        }
        StringBuilder out = new StringBuilder(cluster.length());
        Normalizer.normalize(cluster, Normalizer.Form.NFKD).codePoints().forEach(c -> append(out, c));
        return out.chars().anyMatch(CharacterNormalisation::isSoundMark)
                ? Normalizer.normalize(out, Normalizer.Form.NFC)
                : out.toString();
    }

    /** Where a character ends that begins here, with the marks behind it. */
    static int clusterEnd(String text, int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length() && continuesCluster(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Whether this character belongs to the one before it. */
    static boolean continuesCluster(int codePoint) {
        return isMark(codePoint) || codePoint == 0xFF9E || codePoint == 0xFF9F;
    }

    static boolean isMark(int codePoint) {
        if (codePoint < FIRST_MARK || isCommonHan(codePoint)) {
            return false;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** Most of Chinese: known to be Han letters without a look-up. */
    static boolean isCommonHan(int codePoint) {
        return codePoint >= 0x4E00 && codePoint <= 0x9FEF;
    }

    /** Through upper case, which takes apart what has no single lower case, such as sharp s and the final sigma. */
    private static void append(StringBuilder out, int codePoint) {
        if (isIgnored(codePoint)) {
            return;
        }
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            out.append(' ');
        } else if (Character.getType(codePoint) == Character.DASH_PUNCTUATION || codePoint == 0x2212) {
            out.append('-');
        } else if (codePoint == 0x2044) {
            out.append('/');
        } else if (Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER) {
            out.append(Character.digit(codePoint, 10));
        } else {
            Character.toString(Character.toLowerCase(codePoint))
                    .toUpperCase(Locale.ROOT)
                    .codePoints()
                    .map(Character::toLowerCase)
                    .forEach(c -> out.append(LATIN.getOrDefault(c, Character.toString(c))));
        }
    }

    private static boolean isIgnored(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT -> true;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK ->
                !isSoundMark(codePoint) && OPTIONAL_MARKS.contains(UnicodeScript.of(codePoint));
            default -> false;
        };
    }

    /** Kana with them are other sounds, not the same ones written with more care. */
    private static boolean isSoundMark(int codePoint) {
        return codePoint == 0x3099 || codePoint == 0x309A;
    }
}
