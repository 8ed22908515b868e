package io.tiltmeter.results.replicate;

import io.tiltmeter.results.curve.ItemList;
import java.util.Arrays;

/**
 * A number of each question that one seed answered: a drop or an accuracy.
 *
 * @param questions which questions they are: the version of the suite, and how it was scored
 * @param items that have a number
 * @param values of these, in the same order, each in [-1, 1]
 */
public record SeedValues(String questions, ItemList items, double[] values) {
    /** Over the items, in [-1, 1]. */
    double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }
}
