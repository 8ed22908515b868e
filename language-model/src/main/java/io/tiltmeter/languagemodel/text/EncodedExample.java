package io.tiltmeter.languagemodel.text;

import java.util.Arrays;

/**
 * One training example in token ids. The constructor copies the arrays; readers must not change them.
 *
 * @param inputIds (T)
 * @param labels (T) aligned with {@code inputIds} as in Hugging Face: position t - 1 predicts
 *     {@code labels[t]}; {@link #IGNORED} where there is no loss
 */
public record EncodedExample(int[] inputIds, int[] labels) {

    /** The label of a token without loss. */
    public static final int IGNORED = -100;

    public EncodedExample {
        if (inputIds.length != labels.length || inputIds.length == 0) {
            throw new IllegalArgumentException("an example needs as many labels as tokens, and at least one: "
                    + inputIds.length + " tokens, " + labels.length + " labels");
        }
        inputIds = inputIds.clone();
        labels = labels.clone();
    }

    public int length() {
        return inputIds.length;
    }

    /** Number of tokens with loss; a label at position 0 does not count, since no position predicts it. */
    public int scoredTokens() {
        int scored = 0;
        for (int t = 1; t < labels.length; t++) {
            if (labels[t] != IGNORED) {
                scored++;
            }
        }
        return scored;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedExample that
                && Arrays.equals(inputIds, that.inputIds)
                && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(inputIds) + Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return "EncodedExample[inputIds=" + Arrays.toString(inputIds) + ", labels=" + Arrays.toString(labels) + "]";
    }
}
