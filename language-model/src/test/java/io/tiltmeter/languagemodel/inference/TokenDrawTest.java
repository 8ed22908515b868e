package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenDrawTest {

    /** Logits whose probabilities are 0.1, 0.4, 0.05, 0.3, 0.15. */
    private static final double[] SHARES = {0.1, 0.4, 0.05, 0.3, 0.15};

    private static final float[] LOGITS = logits(SHARES);

    @Test
    void withoutFiltersEveryTokenKeepsItsProbability() {
        assertShares(SHARES, kept(1, Sampled.ALL, 1));
    }

    @Test
    void aTemperatureRaisesProbabilitiesToItsInverse() {
        double[] squared = Arrays.stream(SHARES).map(share -> share * share).toArray();
        assertShares(squared, kept(0.5, Sampled.ALL, 1));
    }

    @Test
    void topKKeepsTheKLargest() {
        assertShares(new double[] {0, 0.4, 0, 0.3, 0.15}, kept(1, 3, 1));
        assertShares(SHARES, kept(1, 9, 1));
    }

    @Test
    void topPKeepsTheTokenThatCarriesTheSumToP() {
        assertShares(new double[] {0, 0.4, 0, 0.3, 0}, kept(1, Sampled.ALL, 0.69));
        assertShares(new double[] {0, 0.4, 0, 0.3, 0.15}, kept(1, Sampled.ALL, 0.71));
        assertShares(new double[] {0, 1, 0, 0, 0}, kept(1, Sampled.ALL, 1e-9));
    }

    /** 0.4 and 0.3 are 0.57 and 0.43 among the two largest: p applies to what top-k keeps. */
    @Test
    void topPComesAfterTopKAndTheTemperature() {
        assertShares(new double[] {0, 1, 0, 0, 0}, kept(1, 2, 0.57));
        assertShares(new double[] {0, 0.4, 0, 0.3, 0}, kept(1, 2, 0.58));
        assertShares(new double[] {0, 1, 0, 0, 0}, kept(0.2, Sampled.ALL, 0.75));
    }

    @Test
    void ofEqualTokensTopPKeepsNoMoreThanItNeeds() {
        double[] weights = new TokenDraw(new Sampled(1, Sampled.ALL, 0.5, 1, 0, 0)).probabilities(new float[8]);
        assertShares(new double[] {1, 1, 1, 1, 0, 0, 0, 0}, weights);
    }

    @Test
    void drawsFollowTheProbabilities() {
        int draws = 40_000;
        TokenDraw draw = new TokenDraw(Sampled.unfiltered(3));
        double[] counts = new double[SHARES.length];
        for (int step = 0; step < draws; step++) {
            counts[draw.draw(LOGITS, 0, 0, step)]++;
        }
        for (int id = 0; id < counts.length; id++) {
            double deviation = Math.sqrt(SHARES[id] * (1 - SHARES[id]) / draws);
            assertEquals(SHARES[id], counts[id] / draws, 4 * deviation, "token " + id);
        }
    }

    @Test
    void eachSeedPromptSampleAndStepHasItsOwnChance() {
        Set<Double> chances = new HashSet<>();
        for (long seed = 0; seed < 6; seed++) {
            for (long prompt = 0; prompt < 6; prompt++) {
                for (long sample = 0; sample < 6; sample++) {
                    for (long step = 0; step < 6; step++) {
                        chances.add(TokenDraw.chance(seed, prompt, sample, step));
                    }
                }
            }
        }
        assertEquals(6 * 6 * 6 * 6, chances.size());
        double mean =
                chances.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertEquals(0.5, mean, 4 * Math.sqrt(1.0 / 12 / chances.size()));
    }

    @Test
    void aPartOfALongListDrawsAsTheWholeListDoes() {
        TokenDraw whole = new TokenDraw(new Sampled(1, Sampled.ALL, 1, 1, 5, 0));
        TokenDraw part = new TokenDraw(new Sampled(1, Sampled.ALL, 1, 1, 5, 100));
        for (int prompt = 0; prompt < 20; prompt++) {
            assertEquals(whole.draw(LOGITS, 100 + prompt, 1, 2), part.draw(LOGITS, prompt, 1, 2));
        }
        assertNotEquals(TokenDraw.chance(5, 0, 1, 2), TokenDraw.chance(5, 100, 1, 2));
    }

    @Test
    void impossibleFiltersAreRefusedTogether() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Sampled(0, -1, 0, 0, 1, -1))
                .getMessage();
        for (String name : new String[] {"temperature", "top_k", "top_p", "n 0", "first prompt"}) {
            assertTrue(message.contains(name), message);
        }
    }

    @Test
    void aLogitThatIsNoNumberIsNotDrawnFrom() {
        float[] broken = {1, Float.NaN, 2};
        assertThrows(IllegalStateException.class, () -> new TokenDraw(Sampled.unfiltered(1)).draw(broken, 0, 0, 0));
    }

    private static double[] kept(double temperature, int topK, double topP) {
        return new TokenDraw(new Sampled(temperature, topK, topP, 1, 0, 0)).probabilities(LOGITS);
    }

    private static float[] logits(double[] shares) {
        float[] logits = new float[shares.length];
        for (int id = 0; id < shares.length; id++) {
            logits[id] = (float) (Math.log(shares[id]) + 7);
        }
        return logits;
    }

    private static void assertShares(double[] expected, double[] weights) {
        assertArrayEquals(divided(expected), divided(weights), 1e-6);
    }

    private static double[] divided(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
