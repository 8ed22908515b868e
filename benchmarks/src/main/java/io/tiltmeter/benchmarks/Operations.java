package io.tiltmeter.benchmarks;

import io.tiltmeter.languagemodel.ModelConfig;

/**
 * Floating-point operations by the usual count: 2 for each weight of a matrix product and token, and 4 H K for each pair
 * of query and key in attention, its causal half not saved. Norms, softmax and the optimizer are not counted.
 */
final class Operations {

    private Operations() {}

    /** One training step, whose backward pass costs twice the forward pass; every token is scored. */
    static double ofTraining(ModelConfig config, int rows, int tokens) {
        return 3.0
                * rows
                * tokens
                * (2 * (weightsOfLayers(config) + weightsOfHead(config)) + attention(config, tokens));
    }

    /** A prompt read and answered through a key/value cache; the head is applied to what is chosen only. */
    static double ofDecoding(ModelConfig config, int rows, int prompt, int answer) {
        double read = prompt * (2 * weightsOfLayers(config) + attention(config, prompt));
        double written = (answer - 1) * (2 * weightsOfLayers(config) + attention(config, prompt + answer / 2));
        return rows * (read + written + answer * 2 * weightsOfHead(config));
    }

    /** A row read of which some tokens are scored, as if no other row shared its context: what sharing saves shows as speed. */
    static double ofScoring(ModelConfig config, int tokens, int scored) {
        return tokens * (2 * weightsOfLayers(config) + attention(config, tokens)) + scored * 2 * weightsOfHead(config);
    }

    private static double attention(ModelConfig config, int seen) {
        return 4.0 * config.numHiddenLayers() * config.numAttentionHeads() * config.headDim() * seen;
    }

    private static double weightsOfLayers(ModelConfig config) {
        double hidden = config.hiddenSize();
        double attention = 2.0 * config.headDim() * (config.numAttentionHeads() + config.numKeyValueHeads()) * hidden;
        return config.numHiddenLayers() * (attention + 3 * hidden * config.intermediateSize());
    }

    private static double weightsOfHead(ModelConfig config) {
        return (double) config.vocabSize() * config.hiddenSize();
    }
}
