package io.tiltmeter.results.slice;

import java.text.Normalizer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text as the words that scoring compares (PAPER.md, section 1: NFKD, case-folded, on word boundaries): runs of letters
 * and digits without diacritics. Apostrophes and dashes part words, so {@code Hugo's} holds {@code hugo}.
 *
 * @param words in the order of the text
 */
record FoldedWords(List<String> words) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    FoldedWords {
        words = List.copyOf(words);
    }

    static FoldedWords of(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return new FoldedWords(
                WORD.matcher(plain).results().map(MatchResult::group).toList());
    }

    int size() {
        return words.size();
    }

    /** Whether the others stand here in a row; never if there are none. */
    boolean contain(FoldedWords others) {
        return !others.words.isEmpty() && Collections.indexOfSubList(words, others.words) >= 0;
    }
}
