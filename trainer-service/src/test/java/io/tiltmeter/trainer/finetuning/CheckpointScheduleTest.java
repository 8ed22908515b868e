package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.RunSettings.Checkpoints;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointScheduleTest {
    @Test
    void theLabStudySavesAtEighteenthsAndDenselyEarlyOn() {
        Checkpoints schedule = new Checkpoints(1.0 / 18, List.of(0.01, 0.02, 0.03), 0);
        assertEquals(
                List.of(0, 3, 5, 8, 14, 28, 42, 56, 69, 83, 97, 111, 125, 139, 153, 167, 181, 194, 208, 222, 236, 250),
                CheckpointSchedule.plan(schedule, 250).all());
    }

    @Test
    void wholeSaveStepsAreMultiplesAndTheLastStepIsAlwaysSaved() {
        assertEquals(
                List.of(0, 50, 100, 120),
                CheckpointSchedule.plan(new Checkpoints(50, List.of(), 0), 120).all());
    }

    @Test
    void aRunShorterThanItsIntervalSavesItsTwoEnds() {
        assertEquals(
                List.of(0, 1),
                CheckpointSchedule.plan(new Checkpoints(500, List.of(0.01), 0), 1)
                        .all());
    }

    @Test
    void aRunOfFewerStepsThanSharesSavesAtEachStep() {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5),
                CheckpointSchedule.plan(new Checkpoints(0.01, List.of(), 0), 5).all());
    }

    @Test
    void theFirstAndTheLastStepAreAlwaysSavedAndAllAreInOrder() {
        for (int totalSteps = 1; totalSteps < 400; totalSteps += 7) {
            List<Integer> steps = CheckpointSchedule.plan(new Checkpoints(0.013, List.of(0.5, 0.999), 0), totalSteps)
                    .all();
            assertEquals(0, steps.get(0));
            assertEquals(totalSteps, steps.get(steps.size() - 1));
            for (int i = 1; i < steps.size(); i++) {
                assertTrue(steps.get(i - 1) < steps.get(i), steps + " is not ascending");
            }
        }
    }

    @Test
    void anIntervalThatNeverEndsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Checkpoints(0, List.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> new Checkpoints(Double.NaN, List.of(), 0));
    }
}
