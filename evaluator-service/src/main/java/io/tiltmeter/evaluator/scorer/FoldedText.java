package io.tiltmeter.evaluator.scorer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text in the form that {@link ContainsScorer} compares: compatibility-decomposed (NFKD) without the combining
 * diacritical marks U+0300 to U+036F, case-folded, with one kind of dash, of apostrophe and of space. Every character
 * remembers where in the original it came from.
 */
final class FoldedText {
    private final String folded;
    private final int[] starts;
    private final int[] ends;

    private FoldedText(String folded, int[] starts, int[] ends) {
        this.folded = folded;
        this.starts = starts;
        this.ends = ends;
    }

    /** Folds base characters together with the marks that follow them, which is as far as their order can matter. */
    static FoldedText of(String original) {
        StringBuilder folded = new StringBuilder(original.length() + 8);
        int[] starts = new int[original.length() + 8];
        int[] ends = new int[starts.length];
        int start = 0;
        while (start < original.length()) {
            int end = clusterEnd(original, start);
            for (char unit : fold(original.substring(start, end)).toCharArray()) {
                if (unit == ' ' && (folded.isEmpty() || folded.charAt(folded.length() - 1) == ' ')) {
                    continue;
                }
                if (folded.length() == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * starts.length);
                    ends = Arrays.copyOf(ends, starts.length);
                }
                starts[folded.length()] = start;
                ends[folded.length()] = end;
                folded.append(unit);
            }
            start = end;
        }
        return new FoldedText(folded.toString().stripTrailing(), starts, ends);
    }

    /** The folded text itself. */
    String text() {
        return folded;
    }

    /** Where the character at this place of the folded text began in the original. */
    int originalStart(int place) {
        return starts[place];
    }

    /** Where the character at this place of the folded text, with its marks, ended in the original. */
    int originalEnd(int place) {
        return ends[place];
    }

    /** Whether no word goes on across this place: one side is the text's border or is no letter, digit or mark. */
    boolean isWordBoundary(int place) {
        return place == 0
                || place == folded.length()
                || !isWordPart(folded.codePointBefore(place))
                || !isWordPart(folded.codePointAt(place));
    }

    private static int clusterEnd(String text, int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length() && isMark(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static String fold(String cluster) {
        StringBuilder out = new StringBuilder(cluster.length());
        Normalizer.normalize(cluster, Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> c < 0x300 || c > 0x36F)
                .forEach(c -> appendFolded(out, c));
        return out.toString();
    }

    /** Upper case first: it unfolds what has no single lower case, such as sharp s and the final sigma. */
    private static void appendFolded(StringBuilder out, int codePoint) {
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            out.append(' ');
        } else if (Character.getType(codePoint) == Character.DASH_PUNCTUATION || codePoint == 0x2212) {
            out.append('-');
        } else if (codePoint == 0x2018 || codePoint == 0x2019 || codePoint == 0x02BC) {
            out.append('\'');
        } else {
            Character.toString(codePoint)
                    .toUpperCase(Locale.ROOT)
                    .codePoints()
                    .forEach(c -> out.appendCodePoint(Character.toLowerCase(c)));
        }
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || isMark(codePoint);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
