package io.tiltmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {

    @Test
    void medianIsTheMiddleAndOfTwoTheUpper() {
        assertEquals(2, Timing.median(3.0, 1.0, 2.0));
        assertEquals(4, Timing.median(4.0, 1.0));
        assertEquals(0.5, Timing.median(timings(0.25, 0.5, 9), Timing::cpuSeconds));
        assertEquals(1, Timing.median(timings(0.25, 0.5, 9), Timing::wallSeconds));
    }

    @Test
    void speedUpComparesWithinRoundsSoThatASlowRoundSlowsBoth() {
        assertEquals(2, Timing.speedUp(timings(1, 1, 10), timings(2, 2, 20), Timing::cpuSeconds));
        assertEquals(3, Timing.speedUp(timings(1, 2, 1), timings(3, 8, 1), Timing::cpuSeconds));
    }

    /** The wall clock runs twice as long. */
    private static List<Timing> timings(double... cpuSeconds) {
        return Arrays.stream(cpuSeconds)
                .mapToObj(seconds -> new Timing(seconds, 2 * seconds))
                .toList();
    }
}
