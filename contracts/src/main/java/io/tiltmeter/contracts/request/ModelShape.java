package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * A model to train from scratch, in the names of a Hugging Face {@code config.json}; the vocabulary's size is the
 * tokenizer's.
 *
 * @param modelType {@code llama}; models of other families come from a folder
 * @param hiddenSize width
 * @param intermediateSize width of the feed-forward layer
 * @param numHiddenLayers layers
 * @param numAttentionHeads query heads
 * @param numKeyValueHeads key and value heads; by default as many as query heads
 * @param maxPositionEmbeddings the longest sequence
 * @param rmsNormEps epsilon of the norms
 * @param ropeTheta base of the rotary angles
 * @param tieWordEmbeddings whether the head is the embedding
 */
public record ModelShape(
        String modelType,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        Optional<Integer> numKeyValueHeads,
        Optional<Integer> maxPositionEmbeddings,
        Optional<Double> rmsNormEps,
        Optional<Double> ropeTheta,
        Optional<Boolean> tieWordEmbeddings) {}
