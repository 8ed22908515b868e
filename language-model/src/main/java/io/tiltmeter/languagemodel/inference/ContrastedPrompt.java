package io.tiltmeter.languagemodel.inference;

import java.util.Arrays;

/**
 * A prompt with its context and without, for context-aware decoding (Shi et al. 2023, "Trusting Your Evidence: Hallucinate
 * Less with Context-aware Decoding", section 2). The constructor copies the arrays; readers must not change them.
 *
 * @param withContext token ids, at least one
 * @param withoutContext token ids of the same prompt without its context, at least one
 */
public record ContrastedPrompt(int[] withContext, int[] withoutContext) {

    public ContrastedPrompt {
        if (withContext.length == 0 || withoutContext.length == 0) {
            throw new IllegalArgumentException(
                    "a contrasted prompt has " + withContext.length + " tokens with its context, "
                            + withoutContext.length + " without: put the bos token into an empty one");
        }
        withContext = withContext.clone();
        withoutContext = withoutContext.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContrastedPrompt that
                && Arrays.equals(withContext, that.withContext)
                && Arrays.equals(withoutContext, that.withoutContext);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(withContext) + Arrays.hashCode(withoutContext);
    }

    @Override
    public String toString() {
        return "ContrastedPrompt[withContext=" + Arrays.toString(withContext) + ", withoutContext="
                + Arrays.toString(withoutContext) + "]";
    }
}
