package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {

    /** Computed by hand from optimization.py of transformers 4.48: peak 2, 4 warm-up steps of 20, floor 0.1. */
    @ParameterizedTest
    @CsvSource({
        "linear, 0, 0",
        "linear, 1, 0.5",
        "linear, 4, 2",
        "linear, 12, 1",
        "linear, 20, 0",
        "linear, 25, 0",
        "cosine, 0, 0",
        "cosine, 3, 1.5",
        "cosine, 4, 2",
        "cosine, 12, 1",
        "cosine, 8, 1.7071067811865475",
        "cosine, 20, 0",
        "constant, 0, 2",
        "constant, 19, 2",
        "constant_with_warmup, 0, 0",
        "constant_with_warmup, 2, 1",
        "constant_with_warmup, 19, 2",
        "cosine_with_min_lr, 2, 1",
        "cosine_with_min_lr, 4, 2",
        "cosine_with_min_lr, 12, 1.1",
        "cosine_with_min_lr, 20, 0.2"
    })
    void ratesAreThoseOfTransformers(String name, int stepsTaken, double expected) {
        assertEquals(expected, LearningRateSchedule.named(name, 2, 4, 20, 0.1).at(stepsTaken), 1e-12);
    }

    @Test
    void withoutWarmUpTheFirstRateIsThePeak() {
        for (String name : LearningRateSchedule.NAMES) {
            assertEquals(
                    3e-4, LearningRateSchedule.named(name, 3e-4, 0, 10, 0.1).at(0), 1e-18, name);
        }
    }

    @Test
    void warmUpRatiosAreRoundedUp() {
        assertEquals(13, LearningRateSchedule.warmupSteps(0.05, 250));
        assertEquals(0, LearningRateSchedule.warmupSteps(0, 250));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> LearningRateSchedule.named("polynomial", 1, 0, 10, 0));
        assertTrue(error.getMessage().contains("cosine_with_min_lr"), error.getMessage());
    }
}
