package io.tiltmeter.results.statistics;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * The exact test of a fair coin: McNemar's (1947) where heads and tails are items that changed one way and the other,
 * the sign test where they are clusters that did so on balance.
 */
public final class FairCoin {
    private static final BinomialTest TAIL = BinomialTest.withDefaults().with(AlternativeHypothesis.LESS_THAN);

    private FairCoin() {}

    /**
     * Two-sided p of so many heads and tails; 1 when the coin was never tossed. Twice the smaller tail: the library's
     * own two-sided test compares rounded point probabilities and can miss one of two equal tails.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static double p(int heads, int tails) {
        if (heads < 0 || tails < 0) {
            throw new IllegalArgumentException(heads + " heads and " + tails + " tails: counts are at least 0");
        }
        return heads + tails == 0
                ? 1
                : Math.min(
                        1,
                        2
                                * TAIL.test(heads + tails, Math.min(heads, tails), 0.5)
                                        .getPValue());
    }
}
