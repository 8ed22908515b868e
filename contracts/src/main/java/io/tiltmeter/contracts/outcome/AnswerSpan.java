package io.tiltmeter.contracts.outcome;

/**
 * Where an answer stands in a generated text.
 *
 * @param answer the answer or alias that was found, as the suite spells it
 * @param start first UTF-16 unit of the generated text that belongs to it
 * @param end the one after the last
 */
public record AnswerSpan(String answer, int start, int end) {
    public AnswerSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span " + start + ".." + end + " of \"" + answer + "\" is empty");
        }
    }
}
