package io.tiltmeter.answertext;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a normalised text: first character by character, then what depends on neighbouring characters. */
final class Normalisation {
    private static final String GROUP = "[," + CharacterNormalisation.NO_BREAK_SPACE + "]";

    private static final Pattern GROUPED_DIGITS =
            Pattern.compile("(?<![0-9])(?<![0-9]" + GROUP + ")[0-9]{1,3}(?:" + GROUP + "[0-9]{3})+(?!,?[0-9])");
    private static final int MAX_ABBREVIATION_LETTERS = 3;

    private final String original;
    private char[] units;
    private int[] starts;
    private int size;

    /** Whether a full stop, comma or space stands between two digits. */
    private boolean hasJoints;

    Normalisation(String original) {
        this.original = original;
        this.units = new char[original.length() + 8];
        this.starts = new int[original.length() + 8];
    }

    NormalisedText run() {
        addCharacters();
        partWords(joinDigits());
        return new NormalisedText(original, new String(units, 0, size), starts);
    }

    /** Base characters together with the marks that follow them, which is as far as their order can matter. */
    private void addCharacters() {
        char[] characters = original.toCharArray();
        for (int at = 0; at < characters.length; ) {
            at = addAscii(characters, at);
            if (at < characters.length) {
                int end = CharacterNormalisation.clusterEnd(original, at);
                add(CharacterNormalisation.of(original, at, end), at);
                at = end;
            }
        }
    }

    /** Adds ASCII characters up to another one, or up to the one whose mark that is; returns where the rest begins. */
    private int addAscii(char[] characters, int from) {
        makeRoom(characters.length - from);
        char[] ascii = CharacterNormalisation.ASCII;
        char[] to = units;
        int[] places = starts;
        int count = size;
        int at = from;
        while (at < characters.length && characters[at] < ascii.length) {
            char unit = ascii[characters[at]];
            to[count] = unit;
            hasJoints |= isDigit(unit) && isBehindJoint(count);
            places[count++] = at++;
        }
        boolean marked = at > from
                && at < characters.length
                && CharacterNormalisation.continuesCluster(original.codePointAt(at));
        size = marked ? count - 1 : count;
        return marked ? at - 1 : at;
    }

    private void add(String normalised, int start) {
        makeRoom(normalised.length());
        for (int i = 0; i < normalised.length(); i++) {
            units[size] = normalised.charAt(i);
            hasJoints |= isDigit(units[size]) && isBehindJoint(size);
            starts[size++] = start;
        }
    }

    private void makeRoom(int more) {
        if (size + more > units.length) {
            units = Arrays.copyOf(units, 2 * (size + more));
            starts = Arrays.copyOf(starts, units.length);
        }
    }

    private boolean isBehindJoint(int digit) {
        if (digit < 2 || !isDigit(units[digit - 2])) {
            return false;
        }
        char joint = units[digit - 1];
        return joint == '.' || joint == ',' || joint == CharacterNormalisation.NO_BREAK_SPACE;
    }

    private static boolean isDigit(char unit) {
        return unit >= '0' && unit <= '9';
    }

    /** Marks decimal points, and says which units group a number's digits and are to be left out. */
    private boolean[] joinDigits() {
        if (!hasJoints) {
            return new boolean[0];
        }
        boolean[] dropped = new boolean[size];
        String characters = new String(units, 0, size);
        markDecimalPoints(characters);
        Matcher grouped = GROUPED_DIGITS.matcher(characters);
        while (grouped.find()) {
            for (int at = grouped.start(); at < grouped.end(); at++) {
                dropped[at] = !isDigit(units[at]);
            }
        }
        return dropped;
    }

    /** Full stops between two runs of digits, unless another such full stop is in front or behind, as in a date. */
    private void markDecimalPoints(String characters) {
        int start = 0;
        while (start < size) {
            int end = digitsEnd(characters, start);
            if (end > start
                    && (start == 0 || characters.charAt(start - 1) != '.')
                    && isDigitBehindStop(characters, end)
                    && !isDigitBehindStop(characters, digitsEnd(characters, end + 1))) {
                units[end] = NormalisedText.DECIMAL_POINT;
            }
            start = Math.max(end, start + 1);
        }
    }

    private static int digitsEnd(String characters, int start) {
        int end = start;
        while (end < characters.length() && isDigit(characters.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigitBehindStop(String characters, int at) {
        return at + 1 < characters.length() && characters.charAt(at) == '.' && isDigit(characters.charAt(at + 1));
    }

    /**
     * Leaves out what groups digits, replaces what stands between words by spaces, and reduces repeated spaces to one; no
     * space begins or ends the text.
     */
    private void partWords(boolean[] dropped) {
        char[] to = units;
        int[] places = starts;
        int kept = 0;
        char last = ' ';
        for (int at = 0; at < size; at++) {
            char unit = isBetweenWords(at, kept) ? ' ' : to[at];
            if ((unit != ' ' || last != ' ') && (dropped.length == 0 || !dropped[at])) {
                to[kept] = unit;
                places[kept++] = places[at];
                last = unit;
            }
        }
        size = last == ' ' && kept > 0 ? kept - 1 : kept;
    }

    /** @param kept how many units stand in front, those left out not counted */
    private boolean isBetweenWords(int at, int kept) {
        char unit = units[at];
        return unit == '-' && isInnerHyphen(at, kept)
                || unit == '.' && isBehindAbbreviation(kept)
                || unit == CharacterNormalisation.NO_BREAK_SPACE;
    }

    private boolean isBehindAbbreviation(int kept) {
        int from = kept;
        for (int letters = 1; letters <= MAX_ABBREVIATION_LETTERS && from > 0; letters++) {
            int letter = Character.codePointBefore(units, from);
            if (!Character.isLetter(letter)) {
                return false;
            }
            from -= Character.charCount(letter);
            if (from == 0 || !isLetterOrMark(units[from - 1]) && !isNumber(units[from - 1])) {
                return true;
            }
        }
        return false;
    }

    private boolean isInnerHyphen(int at, int kept) {
        if (kept == 0 || at + 1 == size) {
            return false;
        }
        int next = Character.codePointAt(units, at + 1, size);
        return isLetterOrMark(units[kept - 1]) && (Character.isLetter(next) || isNumber(next))
                || isDigit(units[kept - 1]) && Character.isLetter(next);
    }

    private static boolean isLetterOrMark(int codePoint) {
        return Character.isLetter(codePoint) || CharacterNormalisation.isMark(codePoint);
    }

    private static boolean isNumber(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
