package io.tiltmeter.dataset.store;

/**
 * What the answers to a question come to.
 *
 * @param unscored examples that the model could make nothing of
 * @param tokens of all others together
 * @param longestTokens of these
 */
public record AnswerTotals(long unscored, long tokens, int longestTokens) {
    public static final AnswerTotals NONE = new AnswerTotals(0, 0, 0);

    /** With one more example, of so many tokens. */
    public AnswerTotals withTokens(int count) {
        return new AnswerTotals(unscored, tokens + count, Math.max(longestTokens, count));
    }

    /** With one more example that has no length. */
    public AnswerTotals withUnscored() {
        return new AnswerTotals(unscored + 1, tokens, longestTokens);
    }
}
