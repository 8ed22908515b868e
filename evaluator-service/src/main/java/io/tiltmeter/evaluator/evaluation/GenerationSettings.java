package io.tiltmeter.evaluator.evaluation;

/**
 * How answers are generated: greedily, so that the same checkpoint always gives the same answers.
 *
 * @param maxNewTokens limit for each answer; 24 by default (PAPER.md, section 1)
 * @param batchSize prompts that go through the model together
 */
public record GenerationSettings(int maxNewTokens, int batchSize) {
    public GenerationSettings {
        if (maxNewTokens < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "maxNewTokens " + maxNewTokens + " and batchSize " + batchSize + " must be at least 1");
        }
    }
}
