package io.tiltmeter.results.api;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param limit at most so many, 1 to 1,000
 * @param offset after so many
 */
record Paging(int limit, int offset) {
    static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 1_000;

    /**
     * @param limit as the query says it; the default if it is absent
     * @throws InvalidRequest with every fault of the two
     */
    static Paging of(Optional<String> limit, Optional<String> offset) {
        List<Fault> faults = new ArrayList<>();
        int checkedLimit = number("limit", limit, DEFAULT_LIMIT, 1, MOST, faults);
        int checkedOffset = number("offset", offset, 0, 0, Integer.MAX_VALUE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new Paging(checkedLimit, checkedOffset);
    }

    private static int number(
            String field, Optional<String> value, int byDefault, int low, int high, List<Fault> faults) {
        if (value.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, with the limit
        }
        faults.add(new Fault(
                field,
                value.get(),
                "is not a whole number from " + low + " to " + high,
                "leave it out for " + byDefault));
        return byDefault;
    }
}
