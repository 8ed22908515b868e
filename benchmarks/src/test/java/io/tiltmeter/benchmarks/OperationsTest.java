package io.tiltmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.languagemodel.ModelConfig;
import org.junit.jupiter.api.Test;

class OperationsTest {

    /** Width 8, 2 layers, 2 query heads and 1 key head of 4, feed-forward 16, 10 words: 2 x 576 and 80 weights. */
    private static final ModelConfig TINY = ModelConfig.llama(8, 16, 2, 2, 1, 4, 10, 32, 1e-5, 10_000, false, 1, 2, 0);

    private static final double LAYERS = 2 * (8 * 8 * 2 + 8 * 4 * 2 + 3 * 8 * 16);
    private static final double HEAD = 10 * 8;
    private static final double PAIR = 4 * 2 * 2 * 4;

    @Test
    void trainingCostsThreeForwardPasses() {
        assertEquals(3 * 5 * 6 * (2 * (LAYERS + HEAD) + 6 * PAIR), Operations.ofTraining(TINY, 5, 6));
    }

    @Test
    void decodingReadsThePromptOnceAndTheHeadOnceATokenOfTheAnswer() {
        double read = 6 * (2 * LAYERS + 6 * PAIR);
        double written = 3 * (2 * LAYERS + 8 * PAIR);
        assertEquals(5 * (read + written + 4 * 2 * HEAD), Operations.ofDecoding(TINY, 5, 6, 4));
    }

    @Test
    void scoringUsesTheHeadForScoredTokensOnly() {
        assertEquals(6 * (2 * LAYERS + 6 * PAIR) + 2 * 2 * HEAD, Operations.ofScoring(TINY, 6, 2));
    }
}
