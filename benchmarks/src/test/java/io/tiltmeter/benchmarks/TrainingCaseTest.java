package io.tiltmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingCaseTest {

    /** By hand: 2 layers of 4 x 128^2 + 3 x 128 x 256 weights and a head of 751 x 128; 27 tokens, width 128. */
    @Test
    void operationsOfTheLabsBatchAreThoseOfTheFormula() {
        double perToken = 6.0 * (2 * 163_840 + 96_128) + 12.0 * 2 * 128 * 27;
        assertEquals(perToken * 48 * 27, TrainingCase.all().get(0).operations());
    }

    @Test
    void batchesScoreWhatTheirCaseSays() {
        for (TrainingCase what : TrainingCase.all()) {
            assertEquals(what.rows() * what.scored(), what.batch(new Random(1)).lossTokens(), what.name());
        }
    }
}
