package io.tiltmeter.answertext;

/**
 * A place where a text contains an answer.
 *
 * @param spelling of the answer, as the suite has it
 * @param start the first UTF-16 unit in the original text
 * @param end the one after the last
 */
public record Mention(String spelling, int start, int end) {
    /** Whether it begins before another one or, if they begin together, is longer. */
    public boolean isBefore(Mention other) {
        return start < other.start || (start == other.start && end > other.end);
    }
}
