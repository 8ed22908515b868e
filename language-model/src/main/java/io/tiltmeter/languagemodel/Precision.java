package io.tiltmeter.languagemodel;

/** Element type of matrix products; norms, the residual stream, softmax over the vocabulary and losses are always float32. */
public enum Precision {
    FLOAT32("float32", 6),
    /** The exponent of float32 with 8 bits of fraction. */
    BFLOAT16("bfloat16", 15);

    private final String id;
    private final int torchType;

    Precision(String id, int torchType) {
        this.id = id;
        this.torchType = torchType;
    }

    /** PyTorch's name. */
    public String id() {
        return id;
    }

    /** The type's number in TorchScript. */
    public int torchType() {
        return torchType;
    }
}
