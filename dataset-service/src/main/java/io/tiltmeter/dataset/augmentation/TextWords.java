package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.answertext.NormalisedText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A text as normalised words with their positions. Words are runs of letters, marks and digits; invisible characters, such
 * as a soft hyphen, do not separate them.
 */
final class TextWords {
    private static final int FIRST_BEYOND_ASCII = 0x80;

    private final String text;
    private String[] normalised = new String[16];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int size;
    private boolean hasUpperCase;

    private TextWords(String text) {
        this.text = text;
    }

    static TextWords of(String text) {
        TextWords words = new TextWords(text);
        int at = 0;
        while (at < text.length()) {
            int from = at;
            boolean plain = true;
            while (at < text.length()
                    && (isLetter(text.codePointAt(at)) || at > from && isInner(text.codePointAt(at)))) {
                plain &= text.charAt(at) < FIRST_BEYOND_ASCII;
                words.hasUpperCase |= Character.isUpperCase(text.codePointAt(at));
                at += Character.charCount(text.codePointAt(at));
            }
            if (at > from) {
                words.add(from, at, plain);
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return words;
    }

    private static boolean isLetter(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.LETTER_NUMBER;
    }

    private static boolean isInner(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private void add(int from, int to, boolean plain) {
        if (size == normalised.length) {
            normalised = Arrays.copyOf(normalised, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        String word = text.substring(from, to);
        normalised[size] = plain ? word.toLowerCase(Locale.ROOT) : normalised(word);
        starts[size] = from;
        ends[size] = to;
        size++;
    }

    private static String normalised(String word) {
        String normalised = NormalisedText.of(word).text();
        return normalised.isEmpty() ? word : normalised;
    }

    String text() {
        return text;
    }

    int size() {
        return size;
    }

    String normalised(int word) {
        return normalised[word];
    }

    List<String> normalised(int first, int last) {
        return List.of(Arrays.copyOfRange(normalised, first, last + 1));
    }

    List<String> allNormalised() {
        return List.of(Arrays.copyOf(normalised, size));
    }

    String written(int word) {
        return text.substring(starts[word], ends[word]);
    }

    String written(int first, int last) {
        return text.substring(starts[first], ends[last]);
    }

    int start(int word) {
        return starts[word];
    }

    int end(int word) {
        return ends[word];
    }

    /** The text between a word and the one before it, or before the first word, or after the last. */
    String before(int word) {
        return text.substring(word == 0 ? 0 : ends[word - 1], word == size ? text.length() : starts[word]);
    }

    boolean isCapitalised(int word) {
        return Character.isUpperCase(text.codePointAt(starts[word]))
                || Character.isTitleCase(text.codePointAt(starts[word]));
    }

    /** Whether a word has two letters or more, all of them in upper case. */
    boolean isUpperCase(int word) {
        String written = written(word);
        return written.codePointCount(0, written.length()) > 1
                && written.codePoints().noneMatch(Character::isLowerCase)
                && written.codePoints().anyMatch(Character::isUpperCase);
    }

    /** Whether the text has upper case at all. */
    boolean hasUpperCase() {
        return hasUpperCase;
    }

    /** Whether a word is the first of a sentence or line, as far as the text around it shows. */
    boolean beginsSentence(int word) {
        String gap = before(word);
        boolean afterInitial = word > 0 && normalised[word - 1].length() == 1 && isCapitalised(word - 1);
        return word == 0
                || gap.indexOf('\n') >= 0
                || gap.chars().anyMatch(unit -> "!?:;\u2022\"\u201c(*#>|".indexOf(unit) >= 0)
                || gap.startsWith(".") && !afterInitial;
    }

    /** Whether a word is so close to the one before it that they may be one name. */
    boolean joinsPrevious(int word) {
        if (word == 0) {
            return false;
        }
        String gap = before(word);
        return gap.equals(" ")
                || gap.equals("\u00a0")
                || gap.length() == 1 && "-\u2010\u2011\u2013'\u2019_".indexOf(gap.charAt(0)) >= 0
                || (gap.equals(". ") || gap.equals("."))
                        && normalised[word - 1].length() <= 2
                        && isCapitalised(word - 1);
    }

    /** The position of this sequence of normalised words; -1 if it is not there. */
    int indexOf(List<String> sequence) {
        for (int at = 0; at + sequence.size() <= size && !sequence.isEmpty(); at++) {
            if (isAt(sequence, at)) {
                return at;
            }
        }
        return -1;
    }

    boolean isAt(List<String> sequence, int at) {
        for (int i = 0; i < sequence.size(); i++) {
            if (at + i >= size || !normalised[at + i].equals(sequence.get(i))) {
                return false;
            }
        }
        return true;
    }
}
