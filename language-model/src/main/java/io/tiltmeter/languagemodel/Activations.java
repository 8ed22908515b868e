package io.tiltmeter.languagemodel;

/** What happens to the intermediate results of a training step until gradients are taken. */
public enum Activations {
    /** All of them stay in memory. */
    KEPT,
    /**
     * Every layer is computed a second time when its gradients are taken (Chen et al. 2016): the memory of one layer for
     * about a third more time. Hugging Face's {@code gradient_checkpointing}.
     */
    RECOMPUTED
}
