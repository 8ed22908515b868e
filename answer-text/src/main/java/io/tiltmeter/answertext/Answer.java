package io.tiltmeter.answertext;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer with its aliases, to be looked for in texts as whole words; {@link NormalisedText} says what makes no
 * difference.
 *
 * <p>Everything else is left to the suite's aliases, which come from its file and are never made up: last names alone,
 * articles ("The Louvre"), "and" for "&amp;", inflections, "ue" for u umlaut, initials without spaces or stops ("JK"),
 * "5km" for "5 km", numbers in words. An answer of one letter is an option, whose case counts: "a" is not "A". Negation makes no difference: "not Cairo" contains "Cairo".
 *
 * @param spellings the answer and its aliases, without blank ones
 */
public record Answer(List<Spelling> spellings) {
    public Answer {
        spellings = List.copyOf(spellings);
    }

    public static Answer of(String answer, List<String> aliases) {
        return new Answer(Stream.concat(Stream.of(answer), aliases.stream())
                .map(Spelling::of)
                .filter(spelling -> !spelling.answer().isEmpty())
                .toList());
    }

    /** Whether any spelling stands in a text. */
    public boolean isIn(NormalisedText text) {
        return spellings.stream().anyMatch(spelling -> spelling.isIn(text));
    }

    /** The first place where any spelling stands; of two that begin there, the longer one. */
    public Optional<Mention> firstIn(NormalisedText text) {
        return spellings.stream()
                .flatMap(spelling -> spelling.places(text).limit(1).map(place -> text.mention(place, spelling.text())))
                .reduce((first, next) -> next.isBefore(first) ? next : first);
    }
}
