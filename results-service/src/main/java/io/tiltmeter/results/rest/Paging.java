package io.tiltmeter.results.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.rest.QueryNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param limit at most so many, 1 to 1,000
 * @param offset after so many
 */
public record Paging(int limit, int offset) {
    public static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 1_000;

    /**
     * @param limit as the query says it; the default if it is absent
     * @throws InvalidRequest with every fault of the two
     */
    public static Paging of(Optional<String> limit, Optional<String> offset) {
        List<Fault> faults = new ArrayList<>();
        int checkedLimit = QueryNumber.of("limit", limit.orElse(null), DEFAULT_LIMIT, 1, MOST, faults);
        int checkedOffset = QueryNumber.of("offset", offset.orElse(null), 0, 0, Integer.MAX_VALUE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new Paging(checkedLimit, checkedOffset);
    }
}
