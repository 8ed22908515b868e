package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.util.Arrays;

/**
 * A continuation whose likelihood is scored with a contrasted prompt.
 *
 * @param withContext the continuation after the prompt with its context
 * @param withoutContext the same continuation after the prompt without it
 */
public record ContrastedContinuation(ContinuationIds withContext, ContinuationIds withoutContext) {

    public ContrastedContinuation {
        if (!Arrays.equals(withContext.continuationIds(), withoutContext.continuationIds())) {
            throw new IllegalArgumentException("the continuations differ: " + withContext + ", " + withoutContext);
        }
    }

    /** @param continuationIds what is scored, at least one token */
    public ContrastedContinuation(ContrastedPrompt prompt, int[] continuationIds) {
        this(
                new ContinuationIds(prompt.withContext(), continuationIds),
                new ContinuationIds(prompt.withoutContext(), continuationIds));
    }
}
