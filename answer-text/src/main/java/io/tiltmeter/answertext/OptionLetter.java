package io.tiltmeter.answertext;

import io.tiltmeter.answertext.NormalisedText.Place;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An answer that is one letter of a script with two cases, such as the option of a multiple-choice question. Case makes a
 * difference to it, lest the article "a" be the option A; and since the words A and I begin sentences, these two count only
 * where no other word follows ("A.", "(A) Paris", "A: Paris") or it is clear that the letter is meant ("option A", "A is right").
 *
 * @param isUpperCase as the suite has it
 */
record OptionLetter(boolean isUpperCase) {
    private static final Set<String> ENGLISH_WORDS = Set.of("a", "i");
    private static final Pattern WORD_BEHIND = Pattern.compile("[ \\t\\u00A0]+[\\p{L}\\p{N}].*", Pattern.DOTALL);
    private static final Pattern VERB_BEHIND = Pattern.compile(
            "[ \\t\\u00A0]+(?:is|was|and|or|because|since|as)\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED_BEFORE =
            Pattern.compile("\\b(?:answer|answer is|option|choice|choice is|letter) $", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_NAMING = 16;
    private static final int LONGEST_FOLLOWING = 16;

    /** Whether normalised words are one letter that has two cases. */
    static boolean is(String words) {
        return words.length() == 1 && Character.isLetter(words.charAt(0)) && hasTwoCases(words.charAt(0));
    }

    private static boolean hasTwoCases(char letter) {
        return Character.toUpperCase(letter) != Character.toLowerCase(letter);
    }

    /** Whether the letter that stands somewhere in a text is meant as one. */
    boolean isAt(Place place, NormalisedText text) {
        if (text.isCapitalised(place.start()) != isUpperCase) {
            return false;
        }
        if (!ENGLISH_WORDS.contains(text.text().substring(place.start(), place.end()))) {
            return true;
        }
        Mention letter = text.mention(place, "");
        String behind = text.original(letter.end(), letter.end() + LONGEST_FOLLOWING);
        return !WORD_BEHIND.matcher(behind).matches()
                || VERB_BEHIND.matcher(behind).matches()
                || NAMED_BEFORE
                        .matcher(text.original(letter.start() - LONGEST_NAMING, letter.start()))
                        .find();
    }
}
