package io.tiltmeter.results.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.curve.ItemShares.Measure;
import io.tiltmeter.results.statistics.Percentile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {
    @Test
    void percentilesInterpolateBetweenOrderStatistics() {
        double[] sorted = {0, 10, 20, 30, 40};
        assertEquals(20, Percentile.of(sorted, 0.5));
        assertEquals(1, Percentile.of(sorted, 0.025), 1e-12);
        assertEquals(40, Percentile.of(sorted, 1));
    }

    @Test
    void intervalOfIndependentItemsIsTheBinomialOne() {
        Estimate estimate = share(SyntheticOutcomes.firstHits(120, 400), Measure.CONTEXT, ClusterBootstrap.STANDARD);
        double standardError = Math.sqrt(0.3 * 0.7 / 400);
        assertEquals(0.3, estimate.value());
        assertEquals(0.3 - 1.96 * standardError, estimate.low(), 0.004);
        assertEquals(0.3 + 1.96 * standardError, estimate.high(), 0.004);
    }

    @Test
    void intervalOfPairsAnsweredAlikeIsWiderByTheSquareRootOfTwo() {
        double[] hits = new double[200];
        int[] items = new int[200];
        for (int cluster = 0; cluster < 200; cluster++) {
            hits[cluster] = cluster < 60 ? 2 : 0;
            items[cluster] = 2;
        }
        Estimate estimate = ClusterBootstrap.STANDARD.share(hits, items);
        double standardError = Math.sqrt(0.3 * 0.7 / 200);
        assertEquals(2 * 1.96 * standardError, estimate.high() - estimate.low(), 0.008);
    }

    /** Halves are added up one by one, whole numbers all at once. */
    @Test
    void wholeHitsGiveTwiceTheSharesOfHalvesToTheBit() {
        SplittableRandom random = new SplittableRandom(17);
        int[] items = random.ints(120, 1, 5).toArray();
        double[][] whole = new double[3][items.length];
        double[][] halves = new double[3][items.length];
        for (int share = 0; share < whole.length; share++) {
            for (int cluster = 0; cluster < items.length; cluster++) {
                whole[share][cluster] = random.nextInt(items[cluster] + 1);
                halves[share][cluster] = whole[share][cluster] / 2;
            }
        }
        Estimate[] ofWhole = ClusterBootstrap.STANDARD.shares(whole, items);
        Estimate[] ofHalves = ClusterBootstrap.STANDARD.shares(halves, items);
        for (int share = 0; share < whole.length; share++) {
            Estimate half = ofHalves[share];
            assertEquals(new Estimate(2 * half.value(), 2 * half.low(), 2 * half.high()), ofWhole[share]);
        }
    }

    @Test
    void intervalsHoldTheTruthAboutNineteenTimesInTwenty() {
        SplittableRandom random = new SplittableRandom(11);
        ClusterBootstrap quick = new ClusterBootstrap(3, 400);
        int held = 0;
        for (int suite = 0; suite < 400; suite++) {
            double[] leanings = SyntheticOutcomes.leanings(random, 150, 0.4);
            Estimate estimate = share(SyntheticOutcomes.noisy(random, leanings, 0.5), Measure.CONTEXT, quick);
            held += estimate.low() <= 0.5 && 0.5 <= estimate.high() ? 1 : 0;
        }
        assertTrue(held >= 368 && held <= 392, held + " of 400 intervals held the true share");
    }

    @Test
    void orderAndRepetitionOfOutcomesChangeNoDigit() {
        List<ItemOutcome> outcomes =
                new ArrayList<>(SyntheticOutcomes.noisy(new SplittableRandom(5), new double[80], 0.6)
                        .items());
        Estimate inOrder = share(SuiteOutcomes.of(outcomes), Measure.MEMORY, ClusterBootstrap.STANDARD);
        outcomes.addAll(outcomes.subList(10, 60));
        Collections.shuffle(outcomes, new Random(9));
        assertEquals(inOrder, share(SuiteOutcomes.of(outcomes), Measure.MEMORY, ClusterBootstrap.STANDARD));
    }

    @Test
    void twoDifferentOutcomesOfOneItemAreRefused() {
        List<ItemOutcome> outcomes =
                List.of(SyntheticOutcomes.item("a", "a", true, false), SyntheticOutcomes.item("a", "a", false, false));
        assertThrows(IllegalArgumentException.class, () -> SuiteOutcomes.of(outcomes));
    }

    @Test
    void wholeHitsGiveTheDigitsOfIntegerArithmetic() {
        SplittableRandom random = new SplittableRandom(17);
        SuiteOutcomes outcomes = SyntheticOutcomes.noisy(random, SyntheticOutcomes.leanings(random, 150, 0.4), 0.5);
        Estimate estimate = share(outcomes, Measure.CONTEXT, ClusterBootstrap.STANDARD);
        List<ItemOutcome> items = outcomes.items();
        SortedMap<String, long[]> clusters = new TreeMap<>();
        items.forEach(item ->
                clusters.computeIfAbsent(item.clusterId(), id -> new long[1])[0] += item.contextAnswerFound() ? 1 : 0);
        long[] hits =
                clusters.values().stream().mapToLong(cluster -> cluster[0]).toArray();
        UniformRandomProvider draws = RandomSource.XO_SHI_RO_256_PP.create(ClusterBootstrap.STANDARD.seed());
        double[] shares = new double[ClusterBootstrap.STANDARD.resamples()];
        for (int resample = 0; resample < shares.length; resample++) {
            long sum = 0;
            for (int draw = 0; draw < hits.length; draw++) {
                sum += hits[draws.nextInt(hits.length)];
            }
            shares[resample] = (double) sum / items.size();
        }
        Arrays.sort(shares);
        assertEquals(Percentile.of(shares, 0.025), estimate.low());
        assertEquals(Percentile.of(shares, 0.975), estimate.high());
        assertEquals((double) Arrays.stream(hits).sum() / items.size(), estimate.value());
    }

    @Test
    void anItemOfSeveralAnswersCountsByItsShareAndOneWithCreditByThat() {
        ItemOutcome drawn = SyntheticOutcomes.drawn("a", true, false, false, false);
        ItemOutcome plain = SyntheticOutcomes.item("b", "b", true, false);
        Estimate context = share(SuiteOutcomes.of(List.of(drawn, plain)), Measure.CONTEXT, ClusterBootstrap.STANDARD);
        assertEquals((0.25 + 1) / 2, context.value());
        assertEquals(0.25, context.low());
        Estimate correct = share(
                SuiteOutcomes.of(List.of(SyntheticOutcomes.credited("a", 0.4), SyntheticOutcomes.credited("b", 0.8))),
                Measure.CORRECT,
                ClusterBootstrap.STANDARD);
        assertEquals(0.6, correct.value(), 1e-15);
    }

    @Test
    void aSuiteCanBeNarrowedToSomeOfItsItems() {
        ItemShares all = SyntheticOutcomes.firstHits(2, 4).shares();
        assertEquals(
                List.of("item-0001", "item-0002"),
                all.only(Set.of("item-0001", "item-0002", "item-9999")).items().ids());
        assertEquals(0, all.only(Set.of("item-9999")).items().size());
    }

    private static Estimate share(SuiteOutcomes outcomes, Measure measure, ClusterBootstrap bootstrap) {
        return outcomes.shares().estimates(bootstrap)[measure.ordinal()];
    }
}
