package io.tiltmeter.languagemodel.inference;

import java.util.Arrays;

/**
 * How likely is this continuation after this context? The arrays are copied on the way in.
 *
 * @param contextIds what comes before, at least one token (a bos or eos token where there is no text)
 * @param continuationIds what is scored, at least one token
 */
public record ContinuationRequest(int[] contextIds, int[] continuationIds) {

    public ContinuationRequest {
        if (contextIds.length == 0 || continuationIds.length == 0) {
            throw new IllegalArgumentException("a continuation is scored after at least one context token: "
                    + contextIds.length + " context tokens, " + continuationIds.length + " continuation tokens;"
                    + " put the bos token before an empty context");
        }
        contextIds = contextIds.clone();
        continuationIds = continuationIds.clone();
    }

    public int length() {
        return contextIds.length + continuationIds.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContinuationRequest that
                && Arrays.equals(contextIds, that.contextIds)
                && Arrays.equals(continuationIds, that.continuationIds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(contextIds) + Arrays.hashCode(continuationIds);
    }

    @Override
    public String toString() {
        return "ContinuationRequest[contextIds=" + Arrays.toString(contextIds) + ", continuationIds="
                + Arrays.toString(continuationIds) + "]";
    }
}
