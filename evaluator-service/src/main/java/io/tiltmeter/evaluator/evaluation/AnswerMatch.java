package io.tiltmeter.evaluator.evaluation;

/**
 * Where an answer stands in a generated text.
 *
 * @param answer the answer or alias that was found, as the suite spells it
 * @param start first character of the generated text that belongs to it
 * @param end the character after the last
 * @param text the generated text in between
 */
public record AnswerMatch(String answer, int start, int end, String text) {}
