package io.tiltmeter.languagemodel.text;

import java.util.Arrays;

/**
 * A continuation whose likelihood after a context is scored. The constructor copies the arrays; readers must not change
 * them.
 *
 * @param contextIds at least one token: the beginning or end token where there is no text
 * @param continuationIds what is scored, at least one token
 */
public record ContinuationIds(int[] contextIds, int[] continuationIds) {

    public ContinuationIds {
        if (contextIds.length == 0 || continuationIds.length == 0) {
            throw new IllegalArgumentException("a continuation is scored after at least one token: "
                    + contextIds.length + " context tokens, " + continuationIds.length + " continuation tokens;"
                    + " put the beginning token before an empty context");
        }
        contextIds = contextIds.clone();
        continuationIds = continuationIds.clone();
    }

    public int length() {
        return contextIds.length + continuationIds.length;
    }

    /** Whether {@link #within} removes tokens of the context. */
    public boolean isLongerThan(int maxLengthTokens) {
        return length() > maxLengthTokens + 1;
    }

    /**
     * What a model of this many positions can score. As in lm-evaluation-harness the left is cut, down to one token more
     * than there are positions, because the last token is only predicted.
     *
     * @throws IllegalArgumentException if the continuation alone is longer than that
     */
    public ContinuationIds within(int maxLengthTokens) {
        if (!isLongerThan(maxLengthTokens)) {
            return this;
        }
        if (continuationIds.length > maxLengthTokens) {
            throw new IllegalArgumentException("the continuation has " + continuationIds.length
                    + " tokens and the model " + maxLengthTokens + " positions: it cannot be scored in full");
        }
        int kept = maxLengthTokens + 1 - continuationIds.length;
        return new ContinuationIds(
                Arrays.copyOfRange(contextIds, contextIds.length - kept, contextIds.length), continuationIds);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContinuationIds that
                && Arrays.equals(contextIds, that.contextIds)
                && Arrays.equals(continuationIds, that.continuationIds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(contextIds) + Arrays.hashCode(continuationIds);
    }

    @Override
    public String toString() {
        return "ContinuationIds[contextIds=" + Arrays.toString(contextIds) + ", continuationIds="
                + Arrays.toString(continuationIds) + "]";
    }
}
