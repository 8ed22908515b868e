package io.tiltmeter.languagemodel;

/** What a weight does in the model; its initial values and its training follow from that. */
public enum WeightRole {
    EMBEDDING,
    QUERY,
    KEY,
    VALUE,
    /** GPT-NeoX: for every head its query rows, then its key rows, then its value rows. */
    QUERY_KEY_VALUE,
    QUERY_KEY_VALUE_BIAS,
    /** Attention's output projection. */
    ATTENTION_OUTPUT,
    GATE,
    UP,
    DOWN,
    NORM,
    /** Of a projection or a layer norm. */
    BIAS,
    /** The output head, where it is not the embedding. */
    HEAD,
    /** A factor of a low-rank adapter, not one of the model's own weights. */
    LOW_RANK;

    /** Whether it is a matrix; others have no weight decay. */
    public boolean isMatrix() {
        return this != NORM && this != BIAS && this != QUERY_KEY_VALUE_BIAS;
    }

    /** Whether it is a linear layer of the decoder, which can have a low-rank adapter. */
    public boolean isProjection() {
        return isMatrix() && this != EMBEDDING && this != HEAD && this != LOW_RANK;
    }
}
