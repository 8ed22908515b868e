package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunStatus;
import jakarta.persistence.TypedQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which runs are listed, by their stored states.
 *
 * @param search what a run's id, one of its names or one of its tags contains, in letters of any case, as far as the database
 *     knows cases; empty for all
 * @param status empty for all
 * @param tags all of which a run has; empty for all runs
 */
public record RunFilter(Optional<String> search, Optional<RunStatus> status, List<String> tags, Archived archived) {
    static final String CONDITION = """
             where r.status in :statuses and coalesce(a.archived, false) in :archived and has_tags(a.tags, :tags) = true
                 and (:search = '' or locate(lower(:search), lower(r.runId)) > 0
                     or locate(lower(:search), lower(run_name(r.document))) > 0
                     or locate(lower(:search), lower(a.name)) > 0
                     or locate(lower(:search), lower(array_to_string(a.tags, ' '))) > 0)
            """;

    public RunFilter {
        tags = List.copyOf(tags);
    }

    /** Whether runs are listed that a user archived. */
    public enum Archived {
        FALSE(false),
        TRUE(true),
        ALL(false, true);

        private final List<Boolean> listed;

        Archived(Boolean... listed) {
            this.listed = List.of(listed);
        }
    }

    /** The query with the values that {@link #CONDITION} names. */
    <T> TypedQuery<T> select(TypedQuery<T> query) {
        return query.setParameter("search", search.orElse(""))
                .setParameter("statuses", status.map(List::of).orElse(Arrays.asList(RunStatus.values())))
                .setParameter("tags", tags.toArray(String[]::new))
                .setParameter("archived", archived.listed);
    }

    /** The order of a list. */
    public enum Order {
        /** By the time of the request. */
        CREATED("r.createdAt"),
        /** By the latest change, of the run or of its scores. */
        UPDATED("greatest(r.updatedAt, e.evaluatedAt)"),
        NAME("coalesce(a.name, run_name(r.document))");

        private final String expression;

        Order(String expression) {
            this.expression = expression;
        }

        String by(boolean ascending) {
            return " order by " + expression + (ascending ? "" : " desc") + ", r.runId";
        }
    }
}
