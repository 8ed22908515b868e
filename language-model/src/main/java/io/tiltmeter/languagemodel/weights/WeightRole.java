package io.tiltmeter.languagemodel.weights;

/** What a weight does in the model, which decides how it starts and how it is trained. */
public enum WeightRole {
    EMBEDDING,
    QUERY,
    KEY,
    VALUE,
    /** The attention's o projection. */
    ATTENTION_OUTPUT,
    GATE,
    UP,
    DOWN,
    NORM,
    /** The output head, where it is not the embedding. */
    HEAD;

    /** Whether it multiplies vectors; what does not is left out of weight decay. */
    public boolean isMatrix() {
        return this != NORM;
    }
}
