package io.tiltmeter.results.flip;

import io.tiltmeter.results.statistics.TwoByTwo;
import java.util.Collection;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the same items flip in two runs. The table and its tests count items as independent; where several contexts of a
 * question flip together, the interval is too narrow and p too small.
 *
 * @param table items that both runs answered at both checkpoints: flipped in both runs, the first alone, the second alone,
 *     neither
 */
public record FlipOverlap(TwoByTwo table) {
    /**
     * Compares two runs.
     *
     * @param answered ids of the items that either run could have flipped, run by run: those in both count
     * @param flipped ids of those that did
     */
    public static FlipOverlap of(
            Collection<String> answered,
            Collection<String> flipped,
            Collection<String> otherAnswered,
            Collection<String> otherFlipped) {
        Set<String> common = new TreeSet<>(answered);
        common.retainAll(otherAnswered);
        int both = 0;
        int onlyOne = 0;
        int onlyOther = 0;
        for (String item : common) {
            boolean one = flipped.contains(item);
            boolean other = otherFlipped.contains(item);
            both += one && other ? 1 : 0;
            onlyOne += one && !other ? 1 : 0;
            onlyOther += other && !one ? 1 : 0;
        }
        return new FlipOverlap(new TwoByTwo(both, onlyOne, onlyOther, common.size() - both - onlyOne - onlyOther));
    }

    public int items() {
        return table.both() + table.onlyFirst() + table.onlySecond() + table.neither();
    }

    /** Items that flip in both runs over those that flip in either (Jaccard 1901); empty if none flips. */
    public OptionalDouble jaccard() {
        int either = table.both() + table.onlyFirst() + table.onlySecond();
        return either == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) table.both() / either);
    }
}
