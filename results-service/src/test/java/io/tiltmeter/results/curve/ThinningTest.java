package io.tiltmeter.results.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    @Test
    void theFirstTheLastAndEvenlyChosenPointsStay() {
        List<Integer> line = IntStream.rangeClosed(0, 100).boxed().toList();
        assertEquals(List.of(0, 25, 50, 75, 100), Thinning.evenly(line, 5));
        assertEquals(List.of(0, 100), Thinning.evenly(line, 2));
    }

    @Test
    void aLineOfFewPointsStaysWhole() {
        assertEquals(List.of(1, 2, 3), Thinning.evenly(List.of(1, 2, 3), 3));
        assertEquals(List.of(), Thinning.evenly(List.of(), 3));
    }
}
