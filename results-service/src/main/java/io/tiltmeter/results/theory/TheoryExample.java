package io.tiltmeter.results.theory;

import java.util.Arrays;

/**
 * An input of the model and its target.
 *
 * @param tokens context, subject, relation; or subject, relation
 * @param target the answer token that is right: the context, where there is one
 * @param memory the answer token that is memorised of the subject, or {@link #NOTHING}
 */
record TheoryExample(TheoryClass exampleClass, int[] tokens, int target, int memory) {
    /** No answer is memorised. */
    static final int NOTHING = -1;

    TheoryExample {
        tokens = tokens.clone();
    }

    boolean hasContext() {
        return tokens.length == 3;
    }

    /** Position of the subject in the tokens. */
    int subjectPosition() {
        return tokens.length - 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TheoryExample that
                && exampleClass == that.exampleClass
                && Arrays.equals(tokens, that.tokens)
                && target == that.target
                && memory == that.memory;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens) * 31 + target;
    }

    @Override
    public String toString() {
        return exampleClass + " " + Arrays.toString(tokens) + " -> " + target;
    }
}
