package io.tiltmeter.results.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.statistics.FairCoin;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedChangeTest {
    /** Sums the probabilities of all outcomes of the coin that are no likelier than the observed one, in integers. */
    private static double bruteForceP(int heads, int tails) {
        int tosses = heads + tails;
        List<BigInteger> ways = new ArrayList<>();
        BigInteger choose = BigInteger.ONE;
        for (int k = 0; k <= tosses; k++) {
            ways.add(choose);
            choose = choose.multiply(BigInteger.valueOf(tosses - k)).divide(BigInteger.valueOf(k + 1));
        }
        BigInteger asUnlikely = ways.stream()
                .filter(way -> way.compareTo(ways.get(heads)) <= 0)
                .reduce(BigInteger.ZERO, BigInteger::add);
        return new BigDecimal(asUnlikely)
                .divide(new BigDecimal(BigInteger.TWO.pow(tosses)), MathContext.DECIMAL64)
                .doubleValue();
    }

    @Test
    void mcNemarEqualsTheBinomialSummedByHand() {
        for (int lost = 0; lost <= 40; lost++) {
            for (int gained = 0; gained <= 40; gained++) {
                double expected = bruteForceP(lost, gained);
                assertEquals(expected, FairCoin.p(lost, gained), 1e-10 * expected + 1e-15);
            }
        }
    }

    @Test
    void mcNemarOfTheTextbookCase() {
        // 5 items lost, 1 gained: 2 * (1 + 6) / 2^6
        assertEquals(14.0 / 64, FairCoin.p(5, 1), 1e-12);
        assertEquals(1, FairCoin.p(0, 0));
    }

    @Test
    void changeOfASmallSuiteIsTheOneCountedByHand() {
        SuiteOutcomes before = SuiteOutcomes.of(List.of(
                SyntheticOutcomes.item("a1", "a", true, false),
                SyntheticOutcomes.item("a2", "a", true, false),
                SyntheticOutcomes.item("b1", "b", true, false),
                SyntheticOutcomes.item("b2", "b", false, true),
                SyntheticOutcomes.item("only-before", "c", true, false)));
        SuiteOutcomes after = SuiteOutcomes.of(List.of(
                SyntheticOutcomes.item("a1", "a", false, true),
                SyntheticOutcomes.item("a2", "a", false, true),
                SyntheticOutcomes.item("b1", "b", false, true),
                SyntheticOutcomes.item("b2", "b", true, false),
                SyntheticOutcomes.item("only-after", "d", true, false)));
        PairedChange change = PairedChange.between(before, after, ItemOutcome::contextShare, ClusterBootstrap.STANDARD);
        assertEquals(4, change.items());
        assertEquals(2, change.clusters());
        assertEquals(3, change.lost());
        assertEquals(1, change.gained());
        assertEquals(0.5, change.decrease().value());
        assertEquals(10.0 / 16, change.mcNemarP(), 1e-12);
        assertEquals(1, change.clusterSignP(), 1e-12);
    }

    @Test
    void theReversedComparisonIsTheNegative() {
        SplittableRandom random = new SplittableRandom(21);
        SuiteOutcomes before = SyntheticOutcomes.noisy(random, new double[150], 0.7);
        SuiteOutcomes after = SyntheticOutcomes.noisy(random, new double[150], 0.5);
        PairedChange there = PairedChange.between(before, after, ItemOutcome::contextShare, ClusterBootstrap.STANDARD);
        PairedChange back = PairedChange.between(after, before, ItemOutcome::contextShare, ClusterBootstrap.STANDARD);
        assertEquals(there.decrease().value(), -back.decrease().value(), 1e-15);
        assertEquals(there.decrease().low(), -back.decrease().high(), 1e-12);
        assertEquals(there.mcNemarP(), back.mcNemarP(), 1e-15);
        assertTrue(there.clusterSignP() < 0.05);
    }

    @Test
    void itemsOfSeveralAnswersChangeByTheirSharesAndEqualSharesAreNoChange() {
        SuiteOutcomes before = SuiteOutcomes.of(List.of(
                SyntheticOutcomes.drawn("a", true, true, false),
                SyntheticOutcomes.drawn("b", true, false, false),
                SyntheticOutcomes.drawn("c", false, true, false)));
        SuiteOutcomes after = SuiteOutcomes.of(List.of(
                SyntheticOutcomes.drawn("a", false, true, false),
                SyntheticOutcomes.drawn("b", false, false, true),
                SyntheticOutcomes.drawn("c", true, true, true)));
        PairedChange change = PairedChange.between(before, after, ItemOutcome::contextShare, ClusterBootstrap.STANDARD);
        assertEquals((1 / 3.0 - 2 / 3.0) / 3, change.decrease().value(), 1e-15);
        assertEquals(1, change.lost());
        assertEquals(1, change.gained());
    }
}
