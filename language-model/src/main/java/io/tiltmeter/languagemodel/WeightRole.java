package io.tiltmeter.languagemodel;

/** What a weight does in the model, which decides how it starts and how it is trained. */
public enum WeightRole {
    EMBEDDING,
    QUERY,
    KEY,
    VALUE,
    /** GPT-NeoX: for every head its query rows, then its key rows, then its value rows. */
    QUERY_KEY_VALUE,
    QUERY_KEY_VALUE_BIAS,
    /** The attention's o projection. */
    ATTENTION_OUTPUT,
    GATE,
    UP,
    DOWN,
    NORM,
    /** Of a projection or a layer norm. */
    BIAS,
    /** The output head, where it is not the embedding. */
    HEAD,
    /** A factor of a low-rank adapter, beside the model's own weights. */
    LOW_RANK;

    /** Whether it multiplies vectors; what does not is left out of weight decay. */
    public boolean isMatrix() {
        return this != NORM && this != BIAS && this != QUERY_KEY_VALUE_BIAS;
    }

    /** Whether it is a linear layer inside the decoder, which can carry a low-rank adapter. */
    public boolean isProjection() {
        return isMatrix() && this != EMBEDDING && this != HEAD && this != LOW_RANK;
    }
}
