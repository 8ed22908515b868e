package io.tiltmeter.languagemodel.inference;

import java.util.Arrays;

/**
 * How likely is this continuation where a prompt with its context is contrasted with the prompt without it?
 *
 * @param withContext the continuation behind the prompt with its context
 * @param withoutContext the same continuation behind the prompt alone
 */
public record ContrastedContinuation(ContinuationRequest withContext, ContinuationRequest withoutContext) {

    public ContrastedContinuation {
        if (!Arrays.equals(withContext.continuationIds(), withoutContext.continuationIds())) {
            throw new IllegalArgumentException("the continuations differ: " + withContext + ", " + withoutContext);
        }
    }

    /** @param continuationIds what is scored, at least one token */
    public ContrastedContinuation(ContrastedPrompt prompt, int[] continuationIds) {
        this(
                new ContinuationRequest(prompt.withContext(), continuationIds),
                new ContinuationRequest(prompt.withoutContext(), continuationIds));
    }
}
