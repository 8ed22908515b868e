package io.tiltmeter.results.statistics;

/** Wilson's score interval (1927) of a share of independent items: it stays inside [0, 1] and holds at its ends. */
public final class Wilson {
    private Wilson() {}

    /** Bounds of a 95 % interval, both in [0, 1]. */
    public record Interval(double low, double high) {}

    /**
     * The 95 % interval, without continuity correction.
     *
     * @param share observed, in [0, 1]
     * @param items how many it is a share of, above 0; not whole where answers weigh less than one item each
     * @throws IllegalArgumentException if either is outside its range
     */
    public static Interval interval(double share, double items) {
        if (!(share >= 0 && share <= 1) || !(items > 0)) {
            throw new IllegalArgumentException("a share of " + share + " of " + items
                    + " items: the share is in [0, 1] and the items are more than 0");
        }
        double z2 = Normal.Z_95 * Normal.Z_95;
        double centre = (share + z2 / (2 * items)) / (1 + z2 / items);
        double half =
                Normal.Z_95 / (1 + z2 / items) * Math.sqrt(share * (1 - share) / items + z2 / (4 * items * items));
        return new Interval(share == 0 ? 0 : centre - half, share == 1 ? 1 : centre + half);
    }
}
