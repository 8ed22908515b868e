package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.Estimate;
import java.util.Optional;

/**
 * How much lower an accuracy is in one window than in another, as measured on items.
 *
 * @param decrease the mean of the earlier window less that of the later, with its interval: of clusters resampled where
 *     items are paired, of two unpaired shares (Newcombe 1998, method 10) where they are not
 * @param standardError of {@code decrease}, from items alone
 * @param flips the items that changed; empty where none are known
 * @param items that both windows answered
 * @param clusters their clusters; {@code items} where clusters are unknown
 */
public record Change(Estimate decrease, double standardError, Optional<Flips> flips, int items, int clusters) {
    /**
     * Items that changed, and whether a fair coin explains them.
     *
     * @param lost items that follow the context less often in the later window
     * @param gained items that do so more often
     * @param mcNemarP exact two-sided McNemar test: {@code lost} against a coin tossed {@code lost + gained} times
     * @param clusterSignP the same test on clusters, a cluster being lost or gained by its net change: it stays valid
     *     when items of one question change together, and equals McNemar's where every cluster is one item
     */
    public record Flips(int lost, int gained, double mcNemarP, double clusterSignP) {
        public double p() {
            return Math.max(mcNemarP, clusterSignP);
        }
    }
}
