package io.tiltmeter.answertext;

import io.tiltmeter.answertext.NormalisedText.Place;
import java.util.stream.Stream;

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
        return places(where).findAny().isPresent();
    }

    /** Every place where it stands in a text as whole words, in order; a single letter only in its own case. */
    public Stream<Place> places(NormalisedText where) {
        if (!OptionLetter.is(answer)) {
            return where.places(answer);
        }
        OptionLetter letter =
                new OptionLetter(normalised.isCapitalised(normalised.text().indexOf(answer)));
        return where.places(answer).filter(place -> letter.isAt(place, where));
    }
}
