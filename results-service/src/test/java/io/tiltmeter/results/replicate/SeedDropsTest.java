package io.tiltmeter.results.replicate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.ClusterBootstrap;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedDropsTest {
    private static final ClusterBootstrap QUICK = new ClusterBootstrap(3, 40);
    private static final int CLUSTERS = 100;
    private static final double TRUTH = 0.2;

    /** Without a difference between questions it is the textbook interval of a mean. */
    @Test
    void ofQuestionsThatAreAlikeTheIntervalIsStudentsTOverSeeds() {
        double[] drops = {0.30, 0.36, 0.21};
        double[][] sums = new double[3][CLUSTERS];
        int[] items = new int[CLUSTERS];
        Arrays.fill(items, 2);
        for (int seed = 0; seed < 3; seed++) {
            Arrays.fill(sums[seed], 2 * drops[seed]);
        }
        SeedDrops found = SeedDrops.of(sums, items, QUICK);
        assertArrayEquals(drops, found.drops(), 1e-12);
        assertEquals(0.29, found.mean().value(), 1e-12);
        double deviation = Math.sqrt((0.01 * 0.01 + 0.07 * 0.07 + 0.08 * 0.08) / 2);
        assertEquals(deviation, found.deviation(), 1e-12);
        assertEquals(0, found.questionError(), 1e-9);
        double half = 4.302652729911275 * deviation / Math.sqrt(3);
        assertEquals(0.29 - half, found.mean().low(), 1e-6);
        assertEquals(0.29 + half, found.mean().high(), 1e-6);
        assertEquals(deviation * Math.sqrt(2 / 7.377758908227871), found.deviationLow(), 1e-9);
        assertEquals(deviation * Math.sqrt(2 / 0.05063561596857975), found.deviationHigh(), 1e-9);
        assertTrue(found.bootstrapHigh() - found.bootstrapLow() < 2 * half, "percentiles are narrower");
    }

    /** Seeds that answer alike differ in nothing, and the questions alone give the interval. */
    @Test
    void ofSeedsThatAreAlikeTheIntervalIsThatOverQuestions() {
        SplittableRandom random = new SplittableRandom(9);
        double[] one = random.doubles(CLUSTERS, -1, 2).toArray();
        int[] items = new int[CLUSTERS];
        Arrays.fill(items, 1);
        SeedDrops found = SeedDrops.of(new double[][] {one, one, one}, items, QUICK);
        double mean = Arrays.stream(one).average().orElseThrow();
        double variance =
                Arrays.stream(one).map(each -> Math.pow(each - mean, 2)).sum() / (CLUSTERS - 1);
        assertEquals(0, found.deviation(), 1e-12);
        assertEquals(Math.sqrt(variance / CLUSTERS), found.standardError(), 1e-12);
        double quantile = TDistribution.of(CLUSTERS - 1).inverseCumulativeProbability(0.975);
        assertEquals(mean + quantile * found.standardError(), found.mean().high(), 1e-9);
    }

    @Test
    void oneSeedOrOneQuestionDoesNotShowHowTheyDiffer() {
        assertThrows(
                IllegalArgumentException.class, () -> SeedDrops.of(new double[][] {{1, 0}}, new int[] {1, 1}, QUICK));
        assertThrows(
                IllegalArgumentException.class, () -> SeedDrops.of(new double[][] {{1}, {0}}, new int[] {1}, QUICK));
    }

    /**
     * Made-up seeds and questions of known spread: how often the interval contains the mean drop of all seeds and questions.
     *
     * @param ofSeeds standard deviation of the drop between seeds
     * @param ofQuestions of the drop between questions
     */
    @ParameterizedTest
    @CsvSource({
        "3, 0.08, 0.3",
        "5, 0.08, 0.3",
        "10, 0.08, 0.3",
        "3, 0.03, 0.3",
        "5, 0.03, 0.3",
        "10, 0.03, 0.3",
        "3, 0.005, 0.6",
        "5, 0.005, 0.6",
        "10, 0.005, 0.6"
    })
    void theIntervalContainsTheTruthInNinetyFiveOfAHundredTrials(int seeds, double ofSeeds, double ofQuestions) {
        SplittableRandom random = new SplittableRandom(41);
        int trials = 2_000;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            SeedDrops found = trial(seeds, ofSeeds, ofQuestions, random);
            covered += found.mean().low() <= TRUTH && TRUTH <= found.mean().high() ? 1 : 0;
        }
        double share = (double) covered / trials;
        assertTrue(share > 0.935 && share < 0.985, share + " of " + trials);
    }

    private static SeedDrops trial(int seeds, double ofSeeds, double ofQuestions, SplittableRandom random) {
        int[] items = random.ints(CLUSTERS, 1, 4).toArray();
        double[] questions = new double[CLUSTERS];
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            questions[cluster] = ofQuestions * random.nextGaussian();
        }
        double[][] sums = new double[seeds][CLUSTERS];
        for (double[] seed : sums) {
            double own = ofSeeds * random.nextGaussian();
            for (int cluster = 0; cluster < CLUSTERS; cluster++) {
                for (int item = 0; item < items[cluster]; item++) {
                    seed[cluster] += TRUTH + own + questions[cluster] + 0.3 * random.nextGaussian();
                }
            }
        }
        return SeedDrops.of(sums, items, QUICK);
    }
}
