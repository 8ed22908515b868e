package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * Memory strengths, spread evenly over subjects: in JSON one number, or the pair of the lowest and the highest.
 *
 * @param low in (0, 1)
 * @param high in (0, 1), not below low
 */
public record StrengthRange(double low, double high) {
    public StrengthRange {
        if (!(low > 0 && low <= high && high < 1)) {
            throw new IllegalArgumentException(
                    "strengths from " + low + " to " + high + " are not an ascending range within (0, 1)");
        }
    }

    /** @param json a number, or a list of two */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static StrengthRange of(Object json) {
        if (json instanceof List<?> pair
                && pair.size() == 2
                && pair.get(0) instanceof Number low
                && pair.get(1) instanceof Number high) {
            return new StrengthRange(low.doubleValue(), high.doubleValue());
        }
        if (json instanceof Number number) {
            return new StrengthRange(number.doubleValue(), number.doubleValue());
        }
        throw new IllegalArgumentException("strengths " + json + " are not a number or a pair of numbers");
    }

    @JsonValue
    Object json() {
        return low == high ? (Object) low : List.of(low, high);
    }

    /** The strength of one of several subjects: the first has the lowest, the last the highest. */
    public double at(int index, int count) {
        return count == 1 ? (low + high) / 2 : low + (high - low) * index / (count - 1);
    }
}
