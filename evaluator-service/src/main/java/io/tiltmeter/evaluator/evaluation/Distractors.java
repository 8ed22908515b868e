package io.tiltmeter.evaluator.evaluation;

import java.util.List;

/**
 * Wrong answers to an item that are as long as the right one.
 *
 * @param wanted how many were asked for
 * @param texts the closest in length first; fewer than wanted if the suite has no more
 */
public record Distractors(int wanted, List<String> texts) {
    public Distractors {
        texts = List.copyOf(texts);
        if (texts.size() > wanted) {
            throw new IllegalArgumentException(texts.size() + " distractors, and only " + wanted + " were wanted");
        }
    }
}
