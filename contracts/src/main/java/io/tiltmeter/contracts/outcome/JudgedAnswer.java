package io.tiltmeter.contracts.outcome;

import java.util.Optional;

/**
 * One generated text and what a scorer found in it.
 *
 * @param generated the text
 * @param contextAnswerFound whether it follows the context
 * @param memoryAnswerFound whether it follows memory
 * @param contextSpan where the context answer stands, for scorers that look for it
 * @param memorySpan where the memory answer stands
 */
public record JudgedAnswer(
        String generated,
        boolean contextAnswerFound,
        boolean memoryAnswerFound,
        Optional<AnswerSpan> contextSpan,
        Optional<AnswerSpan> memorySpan) {
    public JudgedAnswer {
        contextSpan = contextSpan == null ? Optional.empty() : contextSpan;
        memorySpan = memorySpan == null ? Optional.empty() : memorySpan;
    }
}
