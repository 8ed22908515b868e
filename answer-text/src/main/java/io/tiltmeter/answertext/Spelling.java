package io.tiltmeter.answertext;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way to write an answer.
 *
 * @param text as the suite has it
 * @param normalised as it is compared
 * @param answer the normalised text without what an answer may lack; never empty
 */
public record Spelling(String text, NormalisedText normalised, String answer) {

    /** An answer and its aliases; blank ones are left out. */
    static List<Spelling> of(String answer, List<String> aliases) {
        return Stream.concat(Stream.of(answer), aliases.stream())
                .map(Spelling::of)
                .filter(spelling -> !spelling.answer().isEmpty())
                .toList();
    }

    private static Spelling of(String text) {
        NormalisedText normalised = NormalisedText.of(text);
        return new Spelling(text, normalised, normalised.asAnswer());
    }

    /** Whether the other one stands in this one as whole words. */
    public boolean contains(Spelling other) {
        return other.isIn(normalised);
    }

    /** Whether it stands in a text as whole words. */
    public boolean isIn(NormalisedText where) {
        return where.places(answer).findAny().isPresent();
    }
}
