package io.tiltmeter.dataset.suite;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text as the words that scoring compares (PAPER.md, section 1: NFKD, case folded, word boundaries): runs of letters and
 * digits without their diacritics. Dashes, apostrophes, dots and spaces only part words, so a possessive
 * {@code Hugo's} holds the word {@code hugo}.
 *
 * @param folded the words, compared
 * @param written the same words as they stand in the text
 */
public record Words(List<String> folded, List<String> written) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    public Words {
        folded = List.copyOf(folded);
        written = List.copyOf(written);
    }

    /** The words of a text, in its order. */
    public static Words of(String text) {
        List<String> written =
                WORD.matcher(text).results().map(MatchResult::group).toList();
        List<String> folded = new ArrayList<>(written.size());
        for (String word : written) {
            folded.add(fold(word));
        }
        return new Words(folded, written);
    }

    /** One word without its case and diacritics, to compare. */
    public static String fold(String word) {
        boolean plain = word.chars().allMatch(c -> c < 128);
        String letters = plain
                ? word
                : MARKS.matcher(Normalizer.normalize(word, Normalizer.Form.NFKD))
                        .replaceAll("");
        return letters.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    public boolean isEmpty() {
        return folded.isEmpty();
    }

    public int size() {
        return folded.size();
    }

    /** Position of the first word of the first place where the others stand in a row; -1 if nowhere, or if none. */
    public int indexOf(Words others) {
        return indexOf(others, 0);
    }

    /** As above, from a position on. */
    public int indexOf(Words others, int from) {
        if (others.isEmpty()) {
            return -1;
        }
        for (int at = from; at + others.size() <= size(); at++) {
            if (folded.subList(at, at + others.size()).equals(others.folded)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether the others stand here in a row. */
    public boolean contains(Words others) {
        return indexOf(others) >= 0;
    }

    /** The folded words with one space between them: equal for texts that differ in case, marks and spaces alone. */
    @Override
    public String toString() {
        return String.join(" ", folded);
    }
}
