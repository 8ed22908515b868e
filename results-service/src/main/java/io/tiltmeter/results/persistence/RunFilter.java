package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which runs are listed, by their stored states.
 *
 * @param search what a run's id or name contains, in letters of any case, as far as the database knows cases; empty for all
 * @param status empty for all
 */
public record RunFilter(Optional<String> search, Optional<RunStatus> status) {
    static final String CONDITION = """
             where r.status in :statuses and (:search = '' or locate(lower(:search), lower(r.runId)) > 0
                 or locate(lower(:search), lower(run_name(r.document))) > 0)
            """;

    List<RunStatus> statuses() {
        return status.map(List::of).orElse(Arrays.asList(RunStatus.values()));
    }

    /** The order of a list. */
    public enum Order {
        /** By the time of the request. */
        CREATED("r.createdAt"),
        /** By the latest change, of the run or of its scores. */
        UPDATED("greatest(r.updatedAt, e.evaluatedAt)"),
        NAME("run_name(r.document)");

        private final String expression;

        Order(String expression) {
            this.expression = expression;
        }

        String by(boolean ascending) {
            return " order by " + expression + (ascending ? "" : " desc") + ", r.runId";
        }
    }
}
