package io.tiltmeter.languagemodel.text;

import java.util.Arrays;

/**
 * One training example in token ids. The arrays are copied on the way in and are not to be changed by readers.
 *
 * @param inputIds (T)
 * @param labels (T) aligned with {@code inputIds} as in Hugging Face: the model shifts, so position t - 1 predicts
 *     {@code labels[t]}; {@link #IGNORED} where no loss is taken
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

    /** Tokens that the loss is taken on; a label at position 0 has nothing that predicts it. */
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
