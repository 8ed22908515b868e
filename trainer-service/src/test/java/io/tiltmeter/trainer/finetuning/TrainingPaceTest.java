package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingPaceTest {
    private long now;
    private final TrainingPace pace = new TrainingPace(Duration.ofSeconds(10), () -> now);

    @Test
    void nothingIsClaimedBeforeTheFirstStep() {
        assertTrue(pace.tokensPerSecond().isEmpty());
        assertTrue(pace.secondsFor(10).isEmpty());
    }

    @Test
    void aSteadyRunIsMeasuredExactly() {
        steps(8, 100, 500);
        assertEquals(5_000, pace.tokensPerSecond().getAsDouble(), 1e-9);
        assertEquals(3, pace.secondsFor(30).getAsDouble(), 1e-9);
    }

    @Test
    void onlyTheWindowCounts() {
        steps(100, 1_000, 10);
        steps(200, 100, 10);
        assertEquals(100, pace.tokensPerSecond().getAsDouble(), 1);
    }

    @Test
    void aStepLongerThanTheWindowIsStillMeasured() {
        steps(3, 20_000, 400);
        assertEquals(20, pace.tokensPerSecond().getAsDouble(), 1e-9);
    }

    private void steps(int count, long millisEach, int tokensEach) {
        for (int i = 0; i < count; i++) {
            now += millisEach * 1_000_000;
            pace.stepTaken(tokensEach);
        }
    }
}
