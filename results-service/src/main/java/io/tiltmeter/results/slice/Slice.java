package io.tiltmeter.results.slice;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.util.Comparator;
import java.util.List;

/**
 * A part of a suite: the items that have one value of one dimension.
 *
 * @param dimension such as {@code relation} or {@code temporal_framing}; holds no colon
 * @param value such as {@code capital} or {@code future}
 */
public record Slice(String dimension, String value) implements Comparable<Slice> {
    private static final Comparator<Slice> ORDER =
            Comparator.comparing(Slice::dimension).thenComparing(Slice::value);

    public Slice {
        if (dimension.isBlank() || dimension.indexOf(':') >= 0 || value.isBlank()) {
            throw new IllegalArgumentException("slice \"" + dimension + ":" + value
                    + "\" lacks a dimension or a value, or has a colon in the former");
        }
    }

    /**
     * Reads {@code DIMENSION:VALUE}, parted at the first colon.
     *
     * @throws InvalidRequest if a side is missing
     */
    public static Slice of(String id) {
        int colon = id.indexOf(':');
        if (colon < 0
                || id.substring(0, colon).isBlank()
                || id.substring(colon + 1).isBlank()) {
            throw new InvalidRequest(List.of(new Fault(
                    "slice",
                    id,
                    "is not of the form DIMENSION:VALUE",
                    "send one such as slice=memory_in_context:no, or leave it out for all items")));
        }
        return new Slice(id.substring(0, colon), id.substring(colon + 1));
    }

    public String id() {
        return dimension + ":" + value;
    }

    @Override
    public int compareTo(Slice other) {
        return ORDER.compare(this, other);
    }
}
