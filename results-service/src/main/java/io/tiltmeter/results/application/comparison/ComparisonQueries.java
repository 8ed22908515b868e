package io.tiltmeter.results.application.comparison;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/** Reads several runs with the scores of one conflict suite. */
@Singleton
public class ComparisonQueries {
    private final RunQueries queries;

    ComparisonQueries(RunQueries queries) {
        this.queries = queries;
    }

    /**
     * Reads runs.
     *
     * @param query without a suite, the first conflict suite that all of them have
     * @throws NotFound naming all unknown runs
     * @throws InvalidRequest if they have no conflict suite in common
     */
    public ComparedRuns read(List<String> runIds, SeriesQuery query) {
        List<StoredRun> stored = queries.find(runIds);
        String suite = query.suite().orElseGet(() -> common(stored));
        List<ScoredRun> scored = queries.scored(stored, query.of(suite));
        return ComparedRuns.of(scored.get(0).conflictSuite().orElse(suite), scored, queries.histories(scored));
    }

    private String common(List<StoredRun> stored) {
        List<ScoredRun> each = queries.scored(stored, SeriesQuery.DEFAULT);
        return each.get(0).names().conflict().stream()
                .filter(suite ->
                        each.stream().allMatch(run -> run.names().conflict().contains(suite)))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(List.of(new Fault(
                        "runs",
                        each.stream().map(ComparedRuns::id).collect(Collectors.joining(",")),
                        "have no knowledge-conflict suite in common: "
                                + each.stream()
                                        .map(run -> ComparedRuns.id(run) + " has " + conflict(run))
                                        .collect(Collectors.joining("; ")),
                        "compare runs that were evaluated on the same suite"))));
    }

    private static String conflict(ScoredRun run) {
        return run.names().conflict().isEmpty()
                ? "none"
                : String.join(", ", run.names().conflict());
    }
}
