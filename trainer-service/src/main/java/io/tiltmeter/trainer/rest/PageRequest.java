package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.rest.QueryNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which part of a list is wanted.
 *
 * @param limit rows at most
 * @param offset rows to skip, or the step after which to begin
 */
record PageRequest(int limit, int offset) {
    private static final int MAX_RUNS = 1_000;
    private static final int MAX_LOSSES = 100_000;

    /** @throws InvalidRequest with the faults of both */
    static PageRequest ofRuns(Optional<String> limit, Optional<String> offset) {
        return of(limit, 50, MAX_RUNS, "offset", offset);
    }

    /** @throws InvalidRequest with the faults of both */
    static PageRequest ofLosses(Optional<String> limit, Optional<String> afterStep) {
        return of(limit, 10_000, MAX_LOSSES, "after_step", afterStep);
    }

    /** @throws InvalidRequest naming the known statuses */
    static Optional<RunStatus> status(Optional<String> name) {
        try {
            return name.filter(text -> !text.isBlank()).map(text -> RunStatus.valueOf(text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            String known = Arrays.stream(RunStatus.values())
                    .map(status -> status.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw new InvalidRequest(
                    List.of(new Fault("status", name.orElse(""), "is not one of " + known, "leave it out for all")));
        }
    }

    private static PageRequest of(
            Optional<String> limit, int limitByDefault, int most, String offsetName, Optional<String> offset) {
        List<Fault> faults = new ArrayList<>();
        int rows = QueryNumber.of("limit", limit.orElse(null), limitByDefault, 1, most, faults);
        int skipped = QueryNumber.of(offsetName, offset.orElse(null), 0, 0, Integer.MAX_VALUE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new PageRequest(rows, skipped);
    }
}
