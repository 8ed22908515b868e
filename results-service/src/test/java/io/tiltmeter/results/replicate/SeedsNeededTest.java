package io.tiltmeter.results.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedsNeededTest {
    /** As G*Power 3.1 has it for a two-sided t test of one mean, with the noncentral t distribution. */
    @ParameterizedTest
    @CsvSource({"0.05, 34", "0.08, 15", "0.1, 10", "0.2, 5"})
    void theNumberIsThatOfATestOfOneMean(double drop, int seeds) {
        assertEquals(seeds, SeedsNeeded.of(drop, 0.1).seeds());
    }

    @Test
    void seedsThatDoNotDifferNeedTwoAndHopelessOnesTheMost() {
        assertEquals(2, SeedsNeeded.of(0.05, 0).seeds());
        assertEquals(SeedsNeeded.MOST, SeedsNeeded.of(0.001, 0.5).seeds());
        assertThrows(IllegalArgumentException.class, () -> SeedsNeeded.of(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> SeedsNeeded.of(0.1, Double.NaN));
    }
}
