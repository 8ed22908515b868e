package io.tiltmeter.results.flip;

/**
 * An item that one checkpoint answers by one side and another checkpoint by the other.
 *
 * @param direction from which side to which
 * @param robust whether every checkpoint around the first gives the one answer, and every one around the second the other
 */
public record Flip(String itemId, String clusterId, Direction direction, boolean robust) {
    /** From which side to which. */
    public enum Direction {
        /** What inversion is made of. */
        CONTEXT_TO_MEMORY(AnswerLabel.CONTEXT, AnswerLabel.MEMORY),
        MEMORY_TO_CONTEXT(AnswerLabel.MEMORY, AnswerLabel.CONTEXT);

        private final AnswerLabel before;
        private final AnswerLabel after;

        Direction(AnswerLabel before, AnswerLabel after) {
            this.before = before;
            this.after = after;
        }

        AnswerLabel before() {
            return before;
        }

        AnswerLabel after() {
            return after;
        }
    }
}
