package io.tiltmeter.evaluator.api;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.InvalidRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which evaluations are asked for.
 *
 * @param status only those that stand there; empty for all
 * @param runId only those of this run; empty for all
 * @param limit most evaluations on the page
 * @param offset evaluations to leave out before it
 */
record PageQuery(Optional<EvaluationStatus> status, Optional<String> runId, int limit, int offset) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;

    /**
     * Reads query parameters, absent ones being null.
     *
     * @throws InvalidRequest with every fault at once
     */
    static PageQuery read(String status, String runId, String limit, String offset) {
        List<Fault> faults = new ArrayList<>();
        Optional<EvaluationStatus> wanted = Optional.ofNullable(status).flatMap(EvaluationStatus::named);
        if (status != null && wanted.isEmpty()) {
            String known = Arrays.stream(EvaluationStatus.values())
                    .map(EvaluationStatus::text)
                    .collect(Collectors.joining(", "));
            faults.add(new Fault("status", status, "is not one of " + known, "send one of them, or leave it out"));
        }
        if (runId != null && !Id.FORM.matcher(runId).matches()) {
            faults.add(new Fault("run_id", runId, "is not a run's id", "send an id that GET /api/v1/runs lists"));
        }
        int checkedLimit = number("limit", limit, DEFAULT_LIMIT, 1, MOST, faults);
        int checkedOffset = number("offset", offset, 0, 0, Integer.MAX_VALUE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new PageQuery(wanted, Optional.ofNullable(runId), checkedLimit, checkedOffset);
    }

    private static int number(String field, String text, int absent, int low, int high, List<Fault> faults) {
        if (text == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        faults.add(new Fault(
                field, text, "is no whole number in [" + low + ", " + high + "]", "leave it out for " + absent));
        return absent;
    }
}
