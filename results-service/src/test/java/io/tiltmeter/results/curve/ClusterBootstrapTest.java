package io.tiltmeter.results.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {
    @Test
    void percentilesInterpolateBetweenOrderStatistics() {
        double[] sorted = {0, 10, 20, 30, 40};
        assertEquals(20, ClusterBootstrap.percentile(sorted, 0.5));
        assertEquals(1, ClusterBootstrap.percentile(sorted, 0.025), 1e-12);
        assertEquals(40, ClusterBootstrap.percentile(sorted, 1));
    }

    @Test
    void intervalOfIndependentItemsIsTheBinomialOne() {
        Estimate estimate =
                SyntheticOutcomes.firstHits(120, 400).share(ItemOutcome::contextAnswerFound, ClusterBootstrap.STANDARD);
        double standardError = Math.sqrt(0.3 * 0.7 / 400);
        assertEquals(0.3, estimate.value());
        assertEquals(0.3 - 1.96 * standardError, estimate.low(), 0.004);
        assertEquals(0.3 + 1.96 * standardError, estimate.high(), 0.004);
    }

    @Test
    void intervalOfPairsAnsweredAlikeIsWiderByTheSquareRootOfTwo() {
        int[] hits = new int[200];
        int[] items = new int[200];
        for (int cluster = 0; cluster < 200; cluster++) {
            hits[cluster] = cluster < 60 ? 2 : 0;
            items[cluster] = 2;
        }
        Estimate estimate = ClusterBootstrap.STANDARD.share(hits, items);
        double standardError = Math.sqrt(0.3 * 0.7 / 200);
        assertEquals(2 * 1.96 * standardError, estimate.high() - estimate.low(), 0.008);
    }

    @Test
    void intervalsHoldTheTruthAboutNineteenTimesInTwenty() {
        SplittableRandom random = new SplittableRandom(11);
        ClusterBootstrap quick = new ClusterBootstrap(3, 400);
        int held = 0;
        for (int suite = 0; suite < 400; suite++) {
            double[] leanings = SyntheticOutcomes.leanings(random, 150, 0.4);
            Estimate estimate =
                    SyntheticOutcomes.noisy(random, leanings, 0.5).share(ItemOutcome::contextAnswerFound, quick);
            held += estimate.low() <= 0.5 && 0.5 <= estimate.high() ? 1 : 0;
        }
        assertTrue(held >= 368 && held <= 392, held + " of 400 intervals held the true share");
    }

    @Test
    void orderAndRepetitionOfOutcomesChangeNoDigit() {
        List<ItemOutcome> outcomes =
                new ArrayList<>(SyntheticOutcomes.noisy(new SplittableRandom(5), new double[80], 0.6)
                        .items());
        Estimate inOrder = SuiteOutcomes.of(outcomes).share(ItemOutcome::memoryAnswerFound, ClusterBootstrap.STANDARD);
        outcomes.addAll(outcomes.subList(10, 60));
        Collections.shuffle(outcomes, new Random(9));
        assertEquals(
                inOrder, SuiteOutcomes.of(outcomes).share(ItemOutcome::memoryAnswerFound, ClusterBootstrap.STANDARD));
    }

    @Test
    void twoDifferentOutcomesOfOneItemAreRefused() {
        List<ItemOutcome> outcomes =
                List.of(SyntheticOutcomes.item("a", "a", true, false), SyntheticOutcomes.item("a", "a", false, false));
        assertThrows(IllegalArgumentException.class, () -> SuiteOutcomes.of(outcomes));
    }
}
