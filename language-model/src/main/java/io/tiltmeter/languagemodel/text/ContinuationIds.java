package io.tiltmeter.languagemodel.text;

import java.util.Arrays;

/**
 * The ids of a continuation and of what stands before it; kept with its score. The arrays are copied on the way in and
 * are not to be changed by readers.
 *
 * @param contextIds before the continuation, whole
 * @param continuationIds that are scored, at least one
 */
public record ContinuationIds(int[] contextIds, int[] continuationIds) {

    public ContinuationIds {
        if (contextIds.length == 0 || continuationIds.length == 0) {
            throw new IllegalArgumentException("a continuation is scored behind at least one token: "
                    + contextIds.length + " context tokens, " + continuationIds.length + " continuation tokens");
        }
        contextIds = contextIds.clone();
        continuationIds = continuationIds.clone();
    }

    public int length() {
        return contextIds.length + continuationIds.length;
    }

    /** Whether the context loses tokens in {@link #within}. */
    public boolean isLongerThan(int maxLengthTokens) {
        return length() > maxLengthTokens + 1;
    }

    /**
     * What a model of this many positions can score, as lm-evaluation-harness cuts it: from the left, to one token more
     * than there are positions, for the last one is only predicted.
     *
     * @throws IllegalArgumentException if the continuation alone is longer than that
     */
    public ContinuationIds within(int maxLengthTokens) {
        if (!isLongerThan(maxLengthTokens)) {
            return this;
        }
        if (continuationIds.length > maxLengthTokens) {
            throw new IllegalArgumentException("the continuation has " + continuationIds.length
                    + " tokens and the model " + maxLengthTokens + " positions: it cannot be scored whole");
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
