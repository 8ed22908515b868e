package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which runs are listed, by their stored states.
 *
 * @param search what a run's id or name contains, in letters of any case; empty for all
 * @param status empty for all
 */
public record RunFilter(Optional<String> search, Optional<RunStatus> status) {
    /** Every run. */
    public static final RunFilter ALL = new RunFilter(Optional.empty(), Optional.empty());

    static final String CONDITION = """
             where r.status in :statuses and (:search = '' or locate(:search, lower(r.runId)) > 0
                 or locate(:search, lower(run_name(r.document))) > 0)
            """;

    String lowerCaseSearch() {
        return search.orElse("").toLowerCase(Locale.ROOT);
    }

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
