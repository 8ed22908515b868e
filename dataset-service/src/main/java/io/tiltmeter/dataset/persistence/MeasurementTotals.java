package io.tiltmeter.dataset.persistence;

/**
 * What the answers to a question come to.
 *
 * @param unscored examples that the model could make nothing of
 * @param tokens of all others together
 * @param longestTokens of these
 */
public record MeasurementTotals(long unscored, long tokens, int longestTokens) {
    public static final MeasurementTotals NONE = new MeasurementTotals(0, 0, 0);

    /** With one more example, of so many tokens. */
    public MeasurementTotals withTokens(int count) {
        return new MeasurementTotals(unscored, tokens + count, Math.max(longestTokens, count));
    }

    /** With one more example that has no length. */
    public MeasurementTotals withUnscored() {
        return new MeasurementTotals(unscored + 1, tokens, longestTokens);
    }
}
