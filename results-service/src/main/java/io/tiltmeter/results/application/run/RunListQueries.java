package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Lists runs by what is known of them and by what their curves show. Within the caller's transaction. */
@Singleton
public class RunListQueries {
    /** Their curves are in memory together. */
    private static final int AT_ONCE = 100;

    /** Fewer than verdicts that are kept in memory, so that the page that is shown is not judged twice. */
    private static final int MAX_JUDGED = 2_000;

    private final RunRepository runs;
    private final RunQueries queries;
    private final VerdictQueries verdicts;

    public RunListQueries(RunRepository runs, RunQueries queries, VerdictQueries verdicts) {
        this.runs = runs;
        this.queries = queries;
        this.verdicts = verdicts;
    }

    /** @param verdict on all its suites; empty without any */
    public record JudgedRun(ScoredRun run, Optional<Verdict> verdict) {}

    /** @param total runs that are selected */
    public record RunList(List<JudgedRun> runs, long total) {}

    /** @throws InvalidRequest if more runs than a request may read would have to be judged */
    public RunList list(RunSelection selection, Page page) {
        if (!selection.isJudged()) {
            return new RunList(
                    judged(runs.runs(
                            selection.filter(),
                            selection.storedOrder(),
                            selection.isStoredAscending(),
                            page.limit(),
                            page.offset())),
                    runs.count(selection.filter()));
        }
        List<String> selected = selected(selection);
        List<String> shown = selected.subList(Math.min(page.offset(), selected.size()), (int)
                Math.min((long) page.offset() + page.limit(), selected.size()));
        return new RunList(judged(queries.find(shown)), selected.size());
    }

    /** The ids of all selected runs, sorted. */
    private List<String> selected(RunSelection selection) {
        List<String> ids =
                runs.ids(selection.filter(), selection.storedOrder(), selection.isStoredAscending(), MAX_JUDGED + 1);
        if (ids.size() > MAX_JUDGED) {
            throw new InvalidRequest(List.of(new Fault(
                    "query",
                    "more than " + MAX_JUDGED + " runs",
                    "verdicts and suites are read of at most " + MAX_JUDGED + " runs",
                    "select fewer by search or status")));
        }
        List<Selected> selected = new ArrayList<>();
        for (int first = 0; first < ids.size(); first += AT_ONCE) {
            judged(queries.find(ids.subList(first, Math.min(first + AT_ONCE, ids.size())))).stream()
                    .filter(each -> selection.has(each.run(), each.verdict()))
                    .map(each -> new Selected(
                            each.run().run().state().runId(), selection.sort().figure(each.verdict())))
                    .forEach(selected::add);
        }
        selected.sort(Selected.order(selection.isAscending()));
        return selected.stream().map(Selected::id).toList();
    }

    /** @param figure that runs are sorted by; empty if it is unknown, or their order is the stored one */
    private record Selected(String id, OptionalDouble figure) {
        /** Runs without the figure come last; equals stay as they are. */
        static Comparator<Selected> order(boolean ascending) {
            Comparator<Selected> byFigure =
                    Comparator.comparingDouble(run -> run.figure().orElse(0));
            return Comparator.comparing((Selected run) -> run.figure().isEmpty())
                    .thenComparing(ascending ? byFigure : byFigure.reversed());
        }
    }

    private List<JudgedRun> judged(List<StoredRun> some) {
        List<ScoredRun> scored = queries.scored(some, SeriesQuery.DEFAULT);
        Map<String, Verdict> verdictOf = verdicts.overall(scored);
        return scored.stream()
                .map(run -> new JudgedRun(
                        run, Optional.ofNullable(verdictOf.get(run.run().state().runId()))))
                .toList();
    }
}
