package io.tiltmeter.evaluator.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.rest.QueryNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which pieces of work are asked for.
 *
 * @param status only those that stand there; empty for all
 * @param owner only those of this run or request; empty for all
 * @param limit most of them on the page
 * @param offset how many to leave out before it
 */
public record PageQuery(Optional<WorkStatus> status, Optional<String> owner, int limit, int offset) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;

    /** What work is done for. */
    public enum Owner {
        RUN("run_id", "is not a run's id", "send an id that GET /api/v1/runs lists"),
        ADOPTED_RUN("run_id", "is not a run's id", "send an id of a run whose checkpoints were sent here"),
        REQUEST("request_id", "is not a request's id", "send an id that GET /api/v1/scorings lists");

        private final String field;
        private final String fault;
        private final String remedy;

        Owner(String field, String fault, String remedy) {
            this.field = field;
            this.fault = fault;
            this.remedy = remedy;
        }
    }

    /**
     * Reads query parameters, absent ones being null.
     *
     * @throws InvalidRequest with every fault at once
     */
    public static PageQuery read(String status, Owner kind, String owner, String limit, String offset) {
        List<Fault> faults = new ArrayList<>();
        Optional<WorkStatus> wanted = Optional.ofNullable(status).flatMap(WorkStatus::named);
        if (status != null && wanted.isEmpty()) {
            String known =
                    Arrays.stream(WorkStatus.values()).map(WorkStatus::text).collect(Collectors.joining(", "));
            faults.add(new Fault("status", status, "is not one of " + known, "send one of them, or leave it out"));
        }
        if (owner != null && !Id.FORM.matcher(owner).matches()) {
            faults.add(new Fault(kind.field, owner, kind.fault, kind.remedy));
        }
        int checkedLimit = QueryNumber.of("limit", limit, DEFAULT_LIMIT, 1, MOST, faults);
        int checkedOffset = QueryNumber.of("offset", offset, 0, 0, Integer.MAX_VALUE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new PageQuery(wanted, Optional.ofNullable(owner), checkedLimit, checkedOffset);
    }
}
