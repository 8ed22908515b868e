package io.tiltmeter.results.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void aCoinThatWasNeverTossedIsFair() {
        assertEquals(1, FairCoin.p(0, 0));
        assertEquals(1, FairCoin.p(3, 3));
        assertEquals(0.5, FairCoin.p(2, 0));
        assertThrows(IllegalArgumentException.class, () -> FairCoin.p(-1, 2));
    }

    @Test
    void holmCorrectsTheSmallestMostAndKeepsTheOrder() {
        assertArrayEquals(new double[] {0.06, 0.03, 0.06}, Holm.corrected(0.03, 0.01, 0.04), 1e-15);
        assertArrayEquals(new double[] {}, Holm.corrected());
        assertThrows(IllegalArgumentException.class, () -> Holm.corrected(0.5, Double.NaN));
    }

    @Test
    void emptyCellsGiveUnboundedOddsAndEmptyMarginsSayNothing() {
        TwoByTwo.OddsRatio never = new TwoByTwo(0, 5, 6, 7).oddsRatio();
        assertEquals(0, never.value());
        assertEquals(0, never.low());
        assertTrue(never.high() > 0 && never.high() < 2);
        TwoByTwo.OddsRatio always = new TwoByTwo(9, 0, 0, 8).oddsRatio();
        assertEquals(Double.POSITIVE_INFINITY, always.value());
        assertEquals(Double.POSITIVE_INFINITY, always.high());
        assertTrue(always.low() > 1);
        TwoByTwo empty = new TwoByTwo(0, 0, 4, 9);
        assertEquals(1, empty.fisherP());
        assertTrue(Double.isNaN(empty.oddsRatio().value()));
        assertThrows(IllegalArgumentException.class, () -> new TwoByTwo(1, 2, 3, -1));
    }

    @Test
    void aSingleClusterSaysNothingOfItsError() {
        assertEquals(
                Double.POSITIVE_INFINITY,
                ClusteredMean.of(new double[] {3}, new int[] {4}).standardError());
    }

    @Test
    void moreItemsShowSmallerDifferences() {
        assertEquals(2.8015852, SmallestDetectable.difference(1), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> SmallestDetectable.difference(1, 0, 0.8));
    }

    @Test
    void wilsonHoldsAtTheEnds() {
        assertEquals(0, Wilson.interval(0, 10).low());
        assertTrue(Wilson.interval(0, 10).high() > 0.2);
        assertThrows(IllegalArgumentException.class, () -> Wilson.interval(0.5, 0));
    }
}
