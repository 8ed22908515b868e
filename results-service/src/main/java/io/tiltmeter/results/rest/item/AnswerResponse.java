package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import java.util.List;
import java.util.Optional;

/**
 * A text that a checkpoint generated for an item, and which answers it contains.
 *
 * @param generated the text; the first if several were drawn
 * @param contextSpan where it contains the context answer, for scorers that search it
 * @param memorySpan where it contains the memory answer
 * @param furtherAnswers the second and further texts, judged
 */
public record AnswerResponse(
        String generated,
        boolean contextAnswerFound,
        boolean memoryAnswerFound,
        Optional<AnswerSpan> contextSpan,
        Optional<AnswerSpan> memorySpan,
        List<JudgedAnswer> furtherAnswers) {
    static AnswerResponse of(ItemOutcome outcome) {
        return new AnswerResponse(
                outcome.generated(),
                outcome.contextAnswerFound(),
                outcome.memoryAnswerFound(),
                outcome.contextSpan(),
                outcome.memorySpan(),
                outcome.furtherAnswers());
    }
}
