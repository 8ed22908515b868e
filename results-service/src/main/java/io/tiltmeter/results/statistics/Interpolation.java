package io.tiltmeter.results.statistics;

import java.util.OptionalDouble;

/** Straight lines between points. */
public final class Interpolation {
    private Interpolation() {}

    /**
     * The height of the line at a place; empty outside the points, since nothing was measured there.
     *
     * @param x ascending, each once
     * @param y beside them
     * @throws IllegalArgumentException if the columns differ in length or {@code x} does not ascend
     */
    public static OptionalDouble linear(double[] x, double[] y, double at) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(y.length + " heights stand beside " + x.length + " places");
        }
        for (int point = 1; point < x.length; point++) {
            if (!(x[point - 1] < x[point])) {
                throw new IllegalArgumentException(
                        "place " + x[point] + " follows " + x[point - 1] + ": places ascend, each once");
            }
        }
        if (x.length == 0 || !(at >= x[0] && at <= x[x.length - 1])) {
            return OptionalDouble.empty();
        }
        int above = 0;
        while (x[above] < at) {
            above++;
        }
        if (x[above] == at) {
            return OptionalDouble.of(y[above]);
        }
        double share = (at - x[above - 1]) / (x[above] - x[above - 1]);
        return OptionalDouble.of(y[above - 1] + share * (y[above] - y[above - 1]));
    }
}
