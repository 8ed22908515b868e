package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * A model to train from scratch, in the names of a Hugging Face {@code config.json}; the vocabulary's size is the
 * tokenizer's. {@code run-request.schema.json} says what each field means.
 */
public record ModelShape(
        String modelType,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        Optional<Integer> numKeyValueHeads,
        int maxPositionEmbeddings,
        double rmsNormEps,
        double ropeTheta,
        boolean tieWordEmbeddings) {
    public ModelShape {
        numKeyValueHeads = Optional.of(numKeyValueHeads.orElse(numAttentionHeads));
    }
}
