package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.rest.QueryNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * Which part of a list is wanted.
 *
 * @param limit rows at most, in [1, 1000]
 * @param offset rows to skip, at least 0
 */
public record PageRequest(int limit, int offset) {
    public static final int MAX_LIMIT = 1000;

    /**
     * The page that query parameters name; blank ones have the default.
     *
     * @throws InvalidRequest with the faults of both
     */
    public static PageRequest of(String limit, String offset, int limitByDefault) {
        List<Fault> faults = new ArrayList<>();
        int rows = QueryNumber.of("limit", limit, limitByDefault, 1, MAX_LIMIT, faults);
        int skipped = QueryNumber.of("offset", offset, 0, 0, Integer.MAX_VALUE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new PageRequest(rows, skipped);
    }
}
