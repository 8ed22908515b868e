package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.answertext.NormalisedText.Word;
import java.util.List;
import java.util.Set;

/** The words that identify a name: "Clemens", but neither "the" nor "River". */
public final class NameParts {
    private static final int MIN_LENGTH = 3;

    /** Words that many names share. */
    private static final Set<String> SHARED = Set.of("""
            the and von van der den del las los bin ibn city town village mount mountain mountains
            river lake sea ocean island islands desert bay gulf canal valley forest park tower wall
            bridge palace cathedral church museum university great grand big new old north south
            east west northern southern eastern western central san santa sao saint port fort cape
            united states kingdom republic people province state king queen emperor empress prince
            princess president sir lord lady pope""".split("\\s+"));

    private NameParts() {}

    /** Whether many names have this normalised word. */
    public static boolean isShared(String word) {
        return SHARED.contains(word);
    }

    /** Capitalised words of a name of two words or more, normalised, without those that many names share. */
    static List<String> of(NormalisedText name) {
        List<Word> words = name.words();
        return words.stream()
                .filter(word -> words.size() > 1
                        && word.capitalised()
                        && word.text().length() >= MIN_LENGTH
                        && !isShared(word.text()))
                .map(Word::text)
                .toList();
    }

    /** Whether a normalised word is in a text with a capital letter. */
    static boolean appearsAsName(String part, NormalisedText text) {
        return text.words().stream()
                .anyMatch(word -> word.capitalised() && word.text().equals(part));
    }
}
