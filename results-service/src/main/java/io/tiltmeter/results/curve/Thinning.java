package io.tiltmeter.results.curve;

import java.util.List;
import java.util.stream.IntStream;

/** Fewer points of a line, for a picture. */
public final class Thinning {
    private Thinning() {}

    /**
     * Points at even distances in the list, the first and the last among them; all if there are no more than that.
     *
     * @param most at least 2
     */
    public static <T> List<T> evenly(List<T> points, int most) {
        return points.size() <= most
                ? points
                : IntStream.range(0, most)
                        .mapToObj(point -> points.get((int) ((long) point * (points.size() - 1) / (most - 1))))
                        .toList();
    }
}
