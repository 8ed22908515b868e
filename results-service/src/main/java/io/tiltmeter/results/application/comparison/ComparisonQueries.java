package io.tiltmeter.results.application.comparison;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads several runs with the scores of one conflict suite. */
@Singleton
public class ComparisonQueries {
    private static final int MAX_KNOWN = 20;

    private final RunRepository runs;
    private final RunQueries queries;

    ComparisonQueries(RunRepository runs, RunQueries queries) {
        this.runs = runs;
        this.queries = queries;
    }

    /**
     * Reads runs.
     *
     * @param query without a suite, the first conflict suite that all of them have
     * @throws NotFound naming all unknown runs
     * @throws InvalidRequest if they have no conflict suite in common
     */
    public ComparedRuns read(Handle handle, List<String> runIds, SeriesQuery query) {
        List<StoredRun> stored = find(handle, runIds);
        String suite = query.suite().orElseGet(() -> common(handle, stored));
        List<ScoredRun> scored = stored.stream()
                .map(run -> queries.scored(handle, run, query.of(suite)))
                .toList();
        Map<String, ItemHistory> histories = new HashMap<>();
        for (ScoredRun run : scored) {
            queries.history(handle, run).ifPresent(history -> histories.put(ComparedRuns.id(run), history));
        }
        return ComparedRuns.of(scored.get(0).conflictSuite().orElse(suite), scored, histories);
    }

    private List<StoredRun> find(Handle handle, List<String> runIds) {
        Map<String, Optional<StoredRun>> found =
                runIds.stream().collect(Collectors.toMap(id -> id, id -> runs.find(handle, id)));
        List<String> missing =
                runIds.stream().filter(id -> found.get(id).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new NotFound("run", String.join(", ", missing), runs.ids(handle, MAX_KNOWN));
        }
        return runIds.stream().map(id -> found.get(id).orElseThrow()).toList();
    }

    private String common(Handle handle, List<StoredRun> stored) {
        List<ScoredRun> each = stored.stream()
                .map(run -> queries.scored(handle, run, SeriesQuery.DEFAULT))
                .toList();
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
