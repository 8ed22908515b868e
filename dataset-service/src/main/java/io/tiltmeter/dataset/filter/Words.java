package io.tiltmeter.dataset.filter;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Texts as words: runs of letters, marks and digits; everything else parts them, so a possessive is two words. Folded,
 * words differ neither by case nor by accents.
 */
final class Words {
    private static final int FIRST_BEYOND_ASCII = 0x80;

    private Words() {}

    /**
     * One word of a text.
     *
     * @param folded to compare
     * @param capitalised whether it begins with an upper-case letter or a digit
     */
    record Word(String folded, boolean capitalised) {}

    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && isPart(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
            if (at > from) {
                int first = text.codePointAt(from);
                words.add(new Word(
                        folded(text.substring(from, at)), Character.isUpperCase(first) || Character.isDigit(first)));
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return words;
    }

    private static boolean isPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }

    private static String folded(String word) {
        if (word.chars().allMatch(unit -> unit < FIRST_BEYOND_ASCII)) {
            return word.toLowerCase(Locale.ROOT);
        }
        StringBuilder folded = new StringBuilder();
        Normalizer.normalize(word, Normalizer.Form.NFKD)
                .codePoints()
                .filter(codePoint -> Character.getType(codePoint) != Character.NON_SPACING_MARK)
                .forEach(folded::appendCodePoint);
        return folded.toString().toLowerCase(Locale.ROOT);
    }
}
