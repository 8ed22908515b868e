package io.tiltmeter.results.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The step-down correction of several tests at once: Holm (1979). It needs no independence. */
public final class Holm {
    private Holm() {}

    /**
     * Corrected p-values, each to be compared with the family's level.
     *
     * @param p of each test, in [0, 1]
     * @return in the order of the arguments; one that would exceed 1 is 1
     * @throws IllegalArgumentException if one is not a probability
     */
    public static double[] corrected(double... p) {
        for (double each : p) {
            if (!(each >= 0 && each <= 1)) {
                throw new IllegalArgumentException("p " + each + " is outside [0, 1]");
            }
        }
        int[] ascending = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(test -> p[test]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] corrected = new double[p.length];
        double highest = 0;
        for (int rank = 0; rank < ascending.length; rank++) {
            int test = ascending[rank];
            highest = Math.max(highest, Math.min(1, (p.length - rank) * p[test]));
            corrected[test] = highest;
        }
        return corrected;
    }
}
