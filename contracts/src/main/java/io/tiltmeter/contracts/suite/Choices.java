package io.tiltmeter.contracts.suite;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The options of a multiple-choice question.
 *
 * @param texts at least two, in the order they are offered
 * @param correct position of the right one, from 0
 */
@JsonPropertyOrder({"texts", "correct"})
public record Choices(List<String> texts, int correct) {
    public Choices {
        texts = List.copyOf(texts);
        if (texts.size() < 2 || correct < 0 || correct >= texts.size()) {
            throw new IllegalArgumentException(
                    "choice " + correct + " of " + texts.size() + ": at least 2 choices, and the right one among them");
        }
    }

    /** The text of the right one. */
    public String correctText() {
        return texts.get(correct);
    }
}
