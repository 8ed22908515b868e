package io.tiltmeter.languagemodel.scoring;

import io.tiltmeter.languagemodel.text.WhiteSpace;
import java.util.Locale;
import java.util.regex.Pattern;

/** SQuAD's normal form of an answer. */
public final class SquadAnswer {

    private static final String ASCII_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /** The articles as whole words; a letter or digit is what Python's {@code \w} takes for one. */
    private static final Pattern ARTICLE = Pattern.compile("(?<![\\p{L}\\p{N}_])(a|an|the)(?![\\p{L}\\p{N}_])");

    private SquadAnswer() {}

    /** In this order: lower case, no ASCII punctuation, no articles, single spaces between words. */
    public static String normalize(String answer) {
        StringBuilder letters = new StringBuilder(answer.length());
        answer.toLowerCase(Locale.ROOT)
                .chars()
                .filter(c -> ASCII_PUNCTUATION.indexOf(c) < 0)
                .forEach(c -> letters.append((char) c));
        String words = ARTICLE.matcher(letters).replaceAll(" ");
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
