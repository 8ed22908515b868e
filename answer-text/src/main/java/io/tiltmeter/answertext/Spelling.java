package io.tiltmeter.answertext;

/**
 * One way to write an answer.
 *
 * @param text as the suite has it
 * @param normalised as it is compared
 * @param answer the normalised text without what an answer may lack; empty if the text is blank
 */
public record Spelling(String text, NormalisedText normalised, String answer) {
    static Spelling of(String text) {
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
