package io.tiltmeter.languagemodel.inference;

import java.util.Arrays;

/**
 * A prompt twice, for context-aware decoding (Shi et al. 2023, "Trusting Your Evidence: Hallucinate Less with Context-aware
 * Decoding", section 2). The arrays are copied on the way in and are not to be changed by readers.
 *
 * @param withContext token ids, at least one
 * @param withoutContext token ids of the same question without its context, at least one; of any other length
 */
public record ContrastedPrompt(int[] withContext, int[] withoutContext) {

    public ContrastedPrompt {
        if (withContext.length == 0 || withoutContext.length == 0) {
            throw new IllegalArgumentException(
                    "a contrasted prompt has " + withContext.length + " tokens with its context, "
                            + withoutContext.length + " without: begin an empty side with the bos token");
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
