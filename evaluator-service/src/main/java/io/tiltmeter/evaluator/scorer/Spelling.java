package io.tiltmeter.evaluator.scorer;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way to write an answer, folded.
 *
 * @param text as the suite has it
 * @param folded as it is compared
 * @param answer the folded text without what an answer may lack; never empty
 * @param words of the folded text
 */
record Spelling(String text, FoldedText folded, String answer, List<String> words) {

    /** An answer and its aliases; blank ones are left out. */
    static List<Spelling> of(String answer, List<String> aliases) {
        return Stream.concat(Stream.of(answer), aliases.stream())
                .map(Spelling::of)
                .filter(spelling -> !spelling.answer().isEmpty())
                .toList();
    }

    private static Spelling of(String text) {
        FoldedText folded = FoldedText.of(text);
        return new Spelling(text, folded, folded.asAnswer(), folded.words());
    }

    /** Whether the other one stands in this one as whole words. */
    boolean holds(Spelling other) {
        return other.isIn(folded);
    }

    /** Whether it stands in a text as whole words. */
    boolean isIn(FoldedText where) {
        return where.places(answer).findAny().isPresent();
    }
}
