package io.tiltmeter.dataset.filter;

import java.util.OptionalDouble;

/**
 * What a filter says of a row.
 *
 * @param kept whether the row stays
 * @param measured in the measure's unit; empty if the filter does not look at such rows
 * @param reason for a person to read
 */
record Verdict(boolean kept, OptionalDouble measured, String reason) {
    static Verdict kept(String reason) {
        return new Verdict(true, OptionalDouble.empty(), reason);
    }

    static Verdict removed(String reason) {
        return new Verdict(false, OptionalDouble.empty(), reason);
    }

    Verdict measuring(double value) {
        return new Verdict(kept, OptionalDouble.of(value), reason);
    }
}
