package io.tiltmeter.languagemodel.scoring;

import io.tiltmeter.languagemodel.text.WhiteSpace;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQuAD's normal form of an answer. */
public final class SquadAnswer {

    private static final String ASCII_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    /** A word as Python's {@code \w+} matches it; matched as a whole, since lookbehind would see half a surrogate pair. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    private SquadAnswer() {}

    /** In this order: lower case, no ASCII punctuation, no articles, single spaces between words. */
    public static String normalize(String answer) {
        StringBuilder letters = new StringBuilder(answer.length());
        LowerCase.of(answer)
                .chars()
                .filter(c -> ASCII_PUNCTUATION.indexOf(c) < 0)
                .forEach(c -> letters.append((char) c));
        String words = WORD.matcher(letters)
                .replaceAll(word -> ARTICLES.contains(word.group()) ? " " : Matcher.quoteReplacement(word.group()));
        StringBuilder spaced = new StringBuilder(words.length());
        for (int at = 0; at < words.length(); at++) {
            char c = words.charAt(at);
            if (!WhiteSpace.is(c)) {
                if (at > 0 && WhiteSpace.is(words.charAt(at - 1)) && spaced.length() > 0) {
                    spaced.append(' ');
                }
                spaced.append(c);
            }
        }
        return spaced.toString();
    }
}
