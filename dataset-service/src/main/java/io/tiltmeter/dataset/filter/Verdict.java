package io.tiltmeter.dataset.filter;

import java.util.OptionalDouble;

/**
 * The verdict of a filter on a row.
 *
 * @param kept whether the row is kept
 * @param measured in the measure's unit; empty if the filter does not measure such rows
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
